import type { lookup } from 'node:dns';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { AddressGuard } from '../src/channel/address-guard';
import { Outbound, type Outgoing } from '../src/delivery/outbound';
import { outcomeOf } from '../src/delivery/outcome-of';
import { Sink } from './sink.fixture';

let sink: Sink;
beforeAll(async () => {
  sink = await Sink.start();
});
afterAll(() => sink.stop());

const post: Outgoing = { method: 'POST', headers: { 'content-type': 'text/plain' }, body: '한' };
const never = new AbortController().signal;
const outbound = new Outbound(new AddressGuard());
const exchange = (path: string, more: Partial<Outgoing> = {}, signal = never) =>
  outbound.exchange(`${sink.url}${path}`, { ...post, ...more }, signal);

/** A name server that says so. */
const resolving = (...addresses: readonly string[]) =>
  ((_: string, __: unknown, callback: (error: null, found: unknown) => void) => {
    callback(
      null,
      addresses.map((address) => ({ address, family: 4 })),
    );
  }) as unknown as typeof lookup;

test('bytes are sent as they are, and the answer comes back with its headers', async () => {
  sink.tell('/ok', { status: 200, headers: { 'x-ms-workflow-run-id': 'run-7' } });
  const answered = await exchange('/ok');
  expect(sink.at('/ok')).toMatchObject([{ body: '한', headers: { 'content-length': '3' } }]);
  expect(outcomeOf(answered, 3, new Date())).toEqual({
    accepted: true,
    httpStatus: 200,
    bytes: 3,
    receipt: 'run-7',
  });
});

test('a redirect is not followed', async () => {
  sink.tell('/moved', { status: 302, headers: { location: `${sink.url}/other` } });
  expect(await exchange('/moved')).toMatchObject({ answer: { status: 302 } });
  expect(sink.at('/other')).toEqual([]);
});

test('a receiver that does not answer is a timeout; it may have it', async () => {
  sink.tell('/hangs', 'hangs');
  expect(await exchange('/hangs', { timeoutMs: 200 })).toMatchObject({ failure: { code: 'timeout' } });
});

test('a connection that never was is told apart from one that was lost', async () => {
  const gone = await Sink.start();
  await gone.stop();
  expect(await outbound.exchange(gone.url, post, never)).toMatchObject({
    failure: { code: 'unreachable', detail: expect.stringContaining('ECONNREFUSED') as string },
  });
  sink.tell('/lost', 'resets');
  expect(await exchange('/lost')).toMatchObject({ failure: { code: 'timeout' } });
});

test('when we stop in the middle nobody knows, and it says so', async () => {
  sink.tell('/stopped', 'hangs');
  const stopping = new AbortController();
  const going = exchange('/stopped', {}, stopping.signal);
  await expect.poll(() => sink.at('/stopped')).toHaveLength(1);
  stopping.abort();
  await expect(going).rejects.toThrow();
});

test('a name that leads inside is refused at the moment of connecting, whatever else it leads to', async () => {
  const port = new URL(sink.url).port;
  for (const found of [['127.0.0.1'], ['1.1.1.1', '10.0.0.1'], ['169.254.169.254']]) {
    const rebound = new Outbound(new AddressGuard(), resolving(...found));
    const answered = await rebound.exchange(`https://rebind.example:${port}/inside`, post, never);
    expect(answered).toMatchObject({ failure: { code: 'forbidden-address' } });
  }
  expect(sink.at('/inside')).toEqual([]);
});
