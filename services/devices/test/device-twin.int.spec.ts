import { randomUUID } from 'node:crypto';
import type { KV } from '@nats-io/kv';
import type { NatsConnection } from '@nats-io/transport-node';
import { twinCommands, twinHead, type TwinCommand } from '@tutti/contracts/devices';
import { openBucket } from '@tutti/nats-server';
import { startTestNats, type TestNats } from '@tutti/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DeviceTwin } from '../src/device-command/device-twin';

let nats: TestNats;
let connection: NatsConnection;
let bucket: KV;
let nudged: string[];

beforeAll(async () => {
  nats = await startTestNats();
  connection = await nats.connect('devices');
  bucket = await openBucket(connection, 'twin');
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
