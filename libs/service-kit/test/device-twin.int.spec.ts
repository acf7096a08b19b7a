import { randomUUID } from 'node:crypto';
import type { KV } from '@nats-io/kv';
import type { NatsConnection } from '@nats-io/transport-node';
import { twinCommands, twinHead, type TwinCommand } from '@tutti/contracts/devices';
import { openBucket } from '@tutti/nats-server';
import { startTestNats, type TestNats } from '@tutti/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DeviceTwin } from '../src/twin/device-twin';

let nats: TestNats;
let connection: NatsConnection;
let models: KV;
let bucket: KV;
let nudged: string[];

beforeAll(async () => {
  nats = await startTestNats();
  connection = await nats.connect('devices');
  bucket = await openBucket(connection, 'twin');
  models = await openBucket(await nats.connect('deployment'), 'twin');
  nudged = [];
});
afterAll(() => nats.stop());

const twinOf = (incarnation: string): DeviceTwin =>
  new DeviceTwin(bucket, incarnation, (deviceId) => nudged.push(deviceId));
const reload = (): TwinCommand => ({
  id: randomUUID(),
  order: { kind: 'reload-model' },
  deadline: new Date().toISOString(),
});
const commands = async (id: string) => twinCommands.parse((await bucket.get(`${id}.commands`))?.json());
const head = async (id: string) => twinHead.parse((await bucket.get(`${id}.head`))?.json());

const wishOf = (deviceId: string, position: number, commands: TwinCommand[]) =>
  ({ deviceId, key: 'commands', content: { commands }, position }) as const;

test('a wish is written, pointed to and nudged; a repeat changes nothing', async () => {
  const wish = wishOf('one', 7, [reload()]);
  await twinOf('log').wish(wish);
  const { revision } = (await bucket.get('one.commands')) ?? {};
  await twinOf('log').wish(wish);
  expect((await bucket.get('one.commands'))?.revision).toBe(revision);
  expect(await head('one')).toEqual({ commands: 'log:7' });
  expect(nudged).toEqual(['one', 'one']);
});

test('a key never goes back, whoever comes late', async () => {
  const [older, newer] = [reload(), reload()];
  await twinOf('log').wish(wishOf('two', 9, [newer]));
  await twinOf('log').wish(wishOf('two', 8, [older]));
  expect((await commands('two')).commands).toEqual([newer]);
  expect(await head('two')).toEqual({ commands: 'log:9' });
});

describe('a replica that has not heard of the newest write yet (a direct read may meet it)', () => {
  type Bucket = Pick<KV, 'get' | 'put'>;
  /** Answers about this key as it did the first time. */
  const laggingOn = (key: string, written: () => Promise<void> = async () => undefined): Bucket => {
    let first: ReturnType<KV['get']> | undefined;
    return {
      get: (asked) => (asked === key ? (first ??= bucket.get(asked)) : bucket.get(asked)),
      put: async (asked, ...rest) => {
        const revision = await bucket.put(asked, ...rest);
        if (asked === key) await written();
        return revision;
      },
    };
  };
  const nudge = (deviceId: string): void => void nudged.push(deviceId);

  test('keeps no wish from its device: the head says what was written', async () => {
    await twinOf('log').wish(wishOf('eight', 3, []));
    await new DeviceTwin(laggingOn('eight.commands'), 'log', nudge).wish(wishOf('eight', 4, [reload()]));
    expect(await commands('eight')).toMatchObject({ position: 4 });
    expect(await head('eight')).toEqual({ commands: 'log:4' });
  });

  test('turns no head back that somebody else has moved on meanwhile', async () => {
    const newer = () => twinOf('log').wish(wishOf('nine', 9, []));
    const lagging = new DeviceTwin(laggingOn('nine.commands', newer), 'log', nudge);
    await lagging.wish(wishOf('nine', 8, [reload()]));
    expect(await commands('nine')).toMatchObject({ position: 9 });
    expect(await head('nine')).toEqual({ commands: 'log:9' });
  });
});

test('of writers at the same time one is told to try again, and the newest wish stands in the end', async () => {
  const wishes = Array.from({ length: 8 }, (_, index) => wishOf('three', index + 1, [reload()]));
  const again = async (wish: (typeof wishes)[number]): Promise<void> => {
    for (let tries = 0; ; tries++) {
      try {
        return await twinOf('log').wish(wish);
      } catch (error) {
        if (tries === 50) throw error;
      }
    }
  };
  await Promise.all(wishes.map(again));
  expect(await commands('three')).toMatchObject({ position: 8, commands: wishes[7]?.content.commands });
  expect(await head('three')).toEqual({ commands: 'log:8' });
});

test('what others wish of the device stays; a head that broke off is repaired', async () => {
  await bucket.put('four.head', JSON.stringify({ models: 'x' }));
  const wish = wishOf('four', 3, [reload()]);
  await bucket.put('four.commands', JSON.stringify({ incarnation: 'log', position: 3, ...wish.content }));
  await twinOf('log').wish(wish);
  expect(await head('four')).toEqual({ models: 'x', commands: 'log:3' });
});

test('another log begins anew, with lower positions', async () => {
  await twinOf('log').wish(wishOf('five', 900, [reload()]));
  await twinOf('restored').wish(wishOf('five', 2, []));
  expect(await commands('five')).toMatchObject({ incarnation: 'restored', position: 2, commands: [] });
  expect(await head('five')).toEqual({ commands: 'restored:2' });
});

test('settings and commands stand beside each other, each with a version of its own', async () => {
  const settings = { sampling: null, warningScore: 0.5 };
  await twinOf('log').wish(wishOf('six', 4, []));
  await twinOf('log').wish({ deviceId: 'six', key: 'settings', content: { settings }, position: 5 });
  expect(await head('six')).toEqual({ commands: 'log:4', settings: 'log:5' });
  expect((await bucket.get('six.settings'))?.json()).toEqual({ incarnation: 'log', position: 5, settings });
});

test('another service writes its key of the same twin, and no other', async () => {
  const twin = new DeviceTwin(models, 'log', (deviceId) => nudged.push(deviceId));
  await twinOf('log').wish(wishOf('seven', 4, []));
  await twin.wish({ deviceId: 'seven', key: 'models', content: { wish: null }, position: 9 });
  expect(await head('seven')).toEqual({ commands: 'log:4', models: 'log:9' });
  expect((await bucket.get('seven.models'))?.json()).toEqual({ incarnation: 'log', position: 9, wish: null });
  await expect(twin.wish(wishOf('seven', 10, []))).rejects.toThrow();
  expect(await head('seven')).toEqual({ commands: 'log:4', models: 'log:9' });
});
