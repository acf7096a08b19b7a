import { MemoryEventLog } from '@tutti/event-store';
import type { Commit } from '@tutti/kernel';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { resumed, signedIn, writeDevice, writeUser } from '../../test/log.fixture';
import { followLog } from './follow-log';
import { LiveLog } from './live-log';

let log: MemoryEventLog;
let live: LiveLog;
let abort: AbortController;
beforeEach(async () => {
  log = new MemoryEventLog();
  abort = new AbortController();
  live = await LiveLog.start(log, (error) => {
    throw error;
  });
});
afterEach(async () => {
  abort.abort();
  await live.stop();
});

const follow = (after: number, subjects = ['evt.>']) =>
  followLog(log, live, { subjects, after, signal: abort.signal });

const take = async (source: AsyncGenerator<Commit, void>, count: number) => {
  const positions: number[] = [];
  while (positions.length < count) {
    const next = await source.next();
    if (next.done === true) break;
    positions.push(next.value.position);
  }
  return positions;
};
const upTo = (n: number, from = 1) => Array.from({ length: n - from + 1 }, (_, index) => from + index);
const writeMany = async (count: number) => {
  for (let n = 0; n < count; n++) await writeDevice(log, 'd', resumed);
};

test('history and then live, without a gap or a repeat', async () => {
  await writeMany(20);
  const source = follow(5);
  expect(await take(source, 10)).toEqual(upTo(15, 6));
  await writeMany(20);
  expect(await take(source, 25)).toEqual(upTo(40, 16));
});

test('only what matches, without waiting for what does not come', async () => {
  await writeUser(log, 'u', signedIn);
  await writeMany(3);
  const source = follow(0, ['evt.identity.>']);
  expect(await take(source, 1)).toEqual([1]);
  await writeMany(2);
  await writeUser(log, 'u', signedIn);
  expect(await take(source, 1)).toEqual([7]);
});

test('a reader that is slower than the log loses its place, and no commit', async () => {
  const source = follow(0);
  await writeMany(1);
  expect(await take(source, 1)).toEqual([1]);
  await writeMany(2500);
  expect(await take(source, 2500)).toEqual(upTo(2501, 2));
  await writeMany(1);
  expect(await take(source, 1)).toEqual([2502]);
});

test('readers leave their place behind when they go', async () => {
  const sources = [follow(0), follow(0)];
  await writeMany(1);
  await Promise.all(sources.map((source) => take(source, 1)));
  expect(live.subscribers).toBe(2);
  await sources[0]?.return(undefined);
  expect(live.subscribers).toBe(1);
  const last = sources[1]?.next();
  abort.abort();
  expect(await last).toEqual({ value: undefined, done: true });
  expect(live.subscribers).toBe(0);
});
