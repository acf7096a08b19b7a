import { createUser } from '@nats-io/nkeys';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TuttiApi } from '../identity/api';
import { Metrics } from '../metrics';
import { PlatformPeer } from '../testing/platform-peer';
import { picture } from '../testing/sample-picture';
import { until } from '../testing/until';
import { Previews } from './previews';

const deviceId = 'd'.repeat(26);
let peer: PlatformPeer;
let stop: AbortController;
let online: boolean;
beforeEach(async () => {
  peer = await PlatformPeer.start();
  stop = new AbortController();
  online = true;
});
afterEach(async () => {
  stop.abort();
  await peer.stop();
});

function open(perDay = 1000): Previews {
  const api = new TuttiApi(peer.url, createUser());
  const previews = new Previews({
    api,
    deviceId: () => (online ? deviceId : undefined),
    perDay,
    metrics: new Metrics(),
  });
  void previews.run(stop.signal).catch(() => undefined);
  return previews;
}
const stored = (digest: string | undefined): Promise<void> =>
  until('stored', () => digest !== undefined && peer.previews.has(digest));

describe('previews', () => {
  it('are small JPEGs, signed by the device, known by their digest', async () => {
    const large = await sharp({
      create: {
        width: 2000,
        height: 1500,
        channels: 3,
        background: 'red',
        noise: { type: 'gaussian', mean: 100, sigma: 60 },
      },
    })
      .jpeg()
      .toBuffer();
    const digest = await open().offer(large);
    await stored(digest);
    const bytes = peer.previews.get(digest ?? '') ?? Buffer.alloc(0);
    const { format, width } = await sharp(bytes).metadata();
    expect(format).toBe('jpeg');
    expect(width).toBeLessThanOrEqual(320);
    expect(bytes.length).toBeLessThanOrEqual(20_000);
  });

  it('of the same file are sent once', async () => {
    const previews = open();
    const red = await picture('red');
    const first = await previews.offer(red, 'red.png/1');
    await stored(first);
    expect(await previews.offer(red, 'red.png/1')).toBe(first);
    expect(await previews.offer(await picture('blue'), 'red.png/2')).not.toBe(first);
    await until('two were sent', () => peer.previews.size === 2);
    expect(peer.calls).toHaveLength(2);
  });

  it('are not made while nobody could take them', async () => {
    online = false;
    expect(await open().offer(await picture('red'))).toBeUndefined();
    expect(await open(0).offer(await picture('red'))).toBeUndefined();
  });

  it('pause when the server has had enough, and one that was refused is offered again', async () => {
    peer.refusals = [{ path: /previews/, refusal: { status: 422, code: 'preview.invalid' }, times: 1 }];
    const previews = open();
    const red = await picture('red');
    const first = await previews.offer(red, 'red');
    await until('refused', () => peer.calls.length === 1);
    await until(
      'offered again',
      async () => (await previews.offer(red, 'red')) === first && peer.calls.length === 2,
    );
    await stored(first);
    peer.refusals = [{ path: /previews/, refusal: { status: 429, code: 'preview.quota' }, times: 1 }];
    await previews.offer(await picture('blue'));
    await until('silent', async () => (await previews.offer(await picture('green'))) === undefined);
  });

  it('of what is no picture do not exist', async () => {
    expect(await open().offer(Buffer.from('no picture'))).toBeUndefined();
  });
});
