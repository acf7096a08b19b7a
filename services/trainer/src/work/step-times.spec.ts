import { expect, it } from 'vitest';
import { StepTimes } from './step-times';

it('tells what each step took, and nothing of one that was left out', () => {
  let now = 0;
  const times = new StepTimes('check', () => now);
  now = 2000;
  times.enter('train');
  now = 5000;
  times.enter('compare');
  times.skip(['compare']);
  now = 5001;
  times.enter('export');
  now = 6001;
  expect(times.seconds()).toEqual({ check: 2, train: 3, export: 1 });
});
