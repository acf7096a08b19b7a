import { jetstream } from '@nats-io/jetstream';
import { twinCommands, type TwinHead } from '@tutti/contracts/devices';
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
let told: unknown[];
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
  told = [];
  twin = new Twin(core, id);
  const commands = (found: unknown): void => void seen.push(twinCommands.parse(found).commands);
  const settings = (found: unknown): void => {
    told.push(found);
    if (told.length === 1) throw new Error('not now');
  };
  const steering = new Steering({ wishes: { commands, settings }, log: pino({ level: 'silent' }), everyMs });
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

it('hands on settings beside commands; what could not be taken is tried again and keeps nothing else back', async () => {
  await steer([20, 40]);
  await twin.set({ sampling: null, warningScore: 0.5 });
  await twin.wish(['first']);
  await hasSeen(['first']);
  await until('taken in the end', () => told.length === 2);
  expect(told[1]).toMatchObject({ position: 1, settings: { warningScore: 0.5 } });
});

/** As a replica answers that has heard of the head, and not of what it points to. */
const point = async (head: TwinHead): Promise<void> => {
  const id = `device${count - 1}`;
  const asked = device.stats().outMsgs;
  await jetstream(core, { checkAPI: false }).publish(`$KV.twin.${id}.head`, JSON.stringify(head));
  core.publish(`nudge.${id}`);
  await until('head and key are asked for', () => device.stats().outMsgs >= asked + 2);
};

it('takes no key that is older than its head says, and looks again soon', async () => {
  await steer([600_000, 600_000]);
  await twin.wish(['first']);
  await hasSeen(['first']);
  await point({ commands: 'test:2' });
  await twin.wish(['second'], false);
  await hasSeen(['second']);
  expect(seen).toEqual([['first'], ['second']]);
});

it('does not go back to an older wish when the head that it is told is old', async () => {
  await steer([20, 40]);
  await twin.wish(['first']);
  await twin.wish(['second']);
  await hasSeen(['second']);
  const log = jetstream(core, { checkAPI: false });
  const id = `device${count - 1}`;
  const old = { incarnation: 'test', position: 1, commands: ['first'] };
  await log.publish(`$KV.twin.${id}.commands`, JSON.stringify(old));
  await log.publish(`$KV.twin.${id}.head`, JSON.stringify({ commands: 'test:1' }));
  const asked = device.stats().outMsgs;
  await until('looked twice more', () => device.stats().outMsgs > asked + 2);
  await twin.wish(['third']);
  await hasSeen(['third']);
  expect(seen.slice(seen.findIndex(([first]) => first === 'second'))).toEqual([['second'], ['third']]);
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
