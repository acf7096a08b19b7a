import { Readable } from 'node:stream';
import { Aggregates, MemoryEventLog, MemorySnapshotStore } from '@tutti/event-store';
import { expect, test } from 'vitest';
import { shiftDay } from '../tally/day-span';
import { pushedOf } from './pushed.fixture';
import { ReceiveSummary } from './receive-summary';
import { workspaceIdOf } from './workspace-id.state';
import { workspaceDecider } from './workspace.decider';

const today = '2026-11-27';

const receiving = async () => {
  let now = Date.parse(`${today}T12:00:00.000Z`);
  const clock = { now: () => new Date(now) };
  const aggregates = new Aggregates(new MemoryEventLog(), new MemorySnapshotStore(), { clock });
  const blobs = { put: async () => ({ sha256: 'a'.repeat(64), size: 2 }) };
  for (const name of ['busan', 'jeju'])
    await aggregates.handle(workspaceDecider, workspaceIdOf(name), { type: 'AddWorkspace' });
  const pushes = new ReceiveSummary({ aggregates, blobs, clock });
  let revision = 0;
  const push = async (name = 'busan', date = today) => {
    revision += 1;
    const body = Readable.from([Buffer.from(JSON.stringify(pushedOf(1, revision)))]);
    return (await pushes.receive({ name, date, body }, {})).appended;
  };
  return { push, wait: (seconds: number) => void (now += seconds * 1000) };
};

test('a workspace pushes an hour of revisions at once, then one a minute; others are let in', async () => {
  const { push, wait } = await receiving();
  for (let n = 0; n < 60; n += 1) expect(await push()).toBe(true);
  const limited = { code: 'request.rate-limited', params: { retryAfterSeconds: 60 } };
  await expect(push()).rejects.toMatchObject(limited);
  expect(await push('jeju')).toBe(true);
  wait(60);
  expect(await push()).toBe(true);
  await expect(push()).rejects.toMatchObject(limited);
});

test('a day that nobody would know is here already is refused', async () => {
  const { push } = await receiving();
  expect(await push('busan', shiftDay(today, -799))).toBe(true);
  await expect(push('busan', shiftDay(today, -801))).rejects.toThrow('too long ago');
  await expect(push('busan', '0001-01-01')).rejects.toThrow('too long ago');
});
