import type { NatsConnection } from '@nats-io/transport-node';
import { startTestNats, type TestNats } from '@tutti/testing';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { Twin } from '../testing/twin';
import { until } from '../testing/until';
import { Steering } from './steering';

let nats: TestNats;
let core: NatsConnection;
let device: NatsConnection;
let stop: AbortController;
let running: Promise<void>;
let twin: Twin;
let seen: (readonly unknown[])[];
let count = 0;

beforeAll(async () => {
  nats = await startTestNats();
  core = await nats.connectAdmin();
});
afterAll(() => nats.stop());
beforeEach(() => {
  stop = new AbortController();
  seen = [];
});
afterEach(async () => {
  stop.abort();
  await running;
  await device.close();
});

const steer = async (everyMs: readonly [number, number]): Promise<void> => {
  const id = `device${count++}`;
  ({ connection: device } = await nats.connectDevice({ id }));
  twin = new Twin(core, id);
  const onCommands = (commands: readonly unknown[]): void => void seen.push(commands);
  const steering = new Steering({ onCommands, log: pino({ level: 'silent' }), everyMs });
  running = steering.run(device, id, stop.signal);
};
const hasSeen = (expected: unknown): Promise<void> =>
  until(`seen ${JSON.stringify(expected)}`, () => JSON.stringify(seen.at(-1)) === JSON.stringify(expected));

it('hears at once when it is nudged', async () => {
  await steer([600_000, 600_000]);
  await twin.wish(['first']);
  await hasSeen(['first']);
  await twin.wish(['second']);
  await hasSeen(['second']);
});

it('finds out by itself when nobody nudges, and hands on nothing twice', async () => {
  await steer([20, 40]);
  await twin.wish(['first'], false);
  await hasSeen(['first']);
  await twin.wish([], false);
  await hasSeen([]);
  expect(seen).toEqual([['first'], []]);
});

it('survives a storm of nudges: it looks a few times, not a thousand', async () => {
  await steer([600_000, 600_000]);
  await twin.wish(['first']);
  await hasSeen(['first']);
  const before = device.stats().outMsgs;
  for (let n = 0; n < 2000; n++) core.publish(`nudge.device${count - 1}`);
  await core.flush();
  await twin.wish(['second']);
  await hasSeen(['second']);
  expect(device.stats().outMsgs - before).toBeLessThan(20);
});
