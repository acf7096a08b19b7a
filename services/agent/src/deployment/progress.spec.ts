import { expect, it } from 'vitest';
import { Progress } from './progress';

const minuteMs = 60_000;

it.each([
  ['for a download', undefined, 12],
  ['for a trial of half an hour', 30, 7],
  ['for one of a week', 10_080, 1],
])('%s, so often is progress told within a minute', (_, minutes, times) => {
  let now = 0;
  let told = 0;
  const progress = new Progress(
    () => told++,
    () => now,
  );
  const lasts = minutes === undefined ? [] : ([minutes * minuteMs] as const);
  for (; now < minuteMs; now += 1000) progress.tell('one', { state: 'accepted' }, ...lasts);
  expect(told).toBe(times);
});
