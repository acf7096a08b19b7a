import { expect, test } from 'vitest';
import { gathered } from './gather-offline';
import { usualTellRules as rules, type Told } from './tell-rules';

const minute = 60_000;
const edges = (n: number, firstAt = 0) =>
  Array.from({ length: n }, (_, id) => ({ matter: `connectivity.device-offline ${id}`, firstAt }));
const told = (lastAt: number): Told => ({ raisedAt: lastAt, lastAt, toldAt: lastAt, repeats: 0 });
const known = (alone: ReturnType<typeof edges>, lastAt: number) =>
  new Map(alone.map(({ matter }) => [matter, told(lastAt)]));
const none = new Map<string, Told>();

test('five edges that go offline are one matter, four are told one by one unless an outage goes on', () => {
  expect(gathered(edges(5), { told: none, grows: false, rules })).toHaveLength(5);
  expect(gathered(edges(4), { told: none, grows: false, rules })).toEqual([]);
  expect(gathered(edges(1), { told: none, grows: true, rules })).toHaveLength(1);
});

test('edges that come and go on lines of their own are no outage, and join none', () => {
  const alone = edges(20, 12 * minute);
  for (const grows of [false, true])
    expect(gathered(alone, { told: known(alone, 0), grows, rules })).toEqual([]);
});

test('what happened to an edge more than an hour ago does not keep it out of one', () => {
  const alone = edges(5, 60 * minute);
  expect(gathered(alone, { told: known(alone, 0), grows: false, rules })).toHaveLength(5);
});
