import type { lookup } from 'node:dns';
import { expect, test } from 'vitest';
import { AddressGuard } from '../channel/address-guard';
import { Outbound } from './outbound';

const never = new AbortController().signal;
const sent = { method: 'POST', headers: {}, body: 'x', timeoutMs: 20 } as const;

test('a connection that never came about is no lost answer, however long it takes', async () => {
  const silent = (() => undefined) as unknown as typeof lookup;
  const outbound = new Outbound(new AddressGuard(), silent);
  expect(await outbound.exchange('https://example.com/hook', sent, never)).toEqual({
    failure: { code: 'unreachable', detail: 'The receiver cannot be reached (ETIMEDOUT).' },
  });
});

test('what is refused does not say where it leads', async () => {
  const outbound = new Outbound(new AddressGuard(['allowed.example']));
  const { failure } = (await outbound.exchange('https://hidden.example/hook', sent, never)) as {
    failure: object;
  };
  expect(failure).toMatchObject({ code: 'forbidden-address' });
  expect(JSON.stringify(failure)).not.toContain('hidden.example');
});
