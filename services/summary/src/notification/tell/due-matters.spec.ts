import { expect, test } from 'vitest';
import { dueMatters, type WaitingMatter } from './due-matters';
import { offlineMatter } from './gather-offline';
import { usualTellRules as rules, type Told } from './tell-rules';

const minute = 60_000;
const waits = (matter: string, at = 0): WaitingMatter => ({ matter, firstAt: at, addedAt: at, begun: 0 });
const told = (change: Partial<Told> = {}): Told => ({
  ...{ raisedAt: 0, lastAt: 0, toldAt: 0, repeats: 10 },
  ...change,
});
const due = (waiting: readonly WaitingMatter[], known: Readonly<Record<string, Told>>, now: number) =>
  dueMatters(waiting, { told: new Map(Object.entries(known)), now, rules }).map(({ matter }) => matter);

const many = Array.from({ length: 10_000 }, (_, n) => `inference.device-faulted ${n}`);
const known = Object.fromEntries(many.map((matter) => [matter, told()]));

test('ten thousand that wait for their next telling keep nothing back that is new', () => {
  const waiting = [...many.map((matter) => waits(matter)), waits('training.run-failed run', minute)];
  expect(due(waiting, known, 2 * minute)).toEqual(['training.run-failed run']);
});

test('what is new is told before what goes on, and an outage of many edges before all, however late it comes', () => {
  const now = 70 * minute;
  const fresh = [waits('training.run-failed run', minute), waits(offlineMatter, now - rules.settleMs)];
  const [first, second, ...rest] = due([...many.map((matter) => waits(matter)), ...fresh], known, now);
  expect([first, second]).toEqual([offlineMatter, 'training.run-failed run']);
  expect(rest).toEqual(many.slice(0, 498));
});

test('what was about to be told when somebody died is told at once', () =>
  expect(due([{ ...waits('score.warning lids', minute), begun: 1 }], {}, minute)).toHaveLength(1));

test('edges that go offline together once more are an outage of their own after ten minutes', () => {
  const outage = { [offlineMatter]: told() };
  const again = (minutes: number) => {
    const at = minutes * minute;
    return due([waits(offlineMatter, at)], outage, at + rules.settleMs);
  };
  expect(again(9)).toEqual([]);
  expect(again(10)).toEqual([offlineMatter]);
});
