import type { PlanRollout } from '@tutti/contracts/deployment';
import { expect, test } from 'vitest';
import { fittingChoice } from './use-fitting-preview';

const withStages = (count: number) => ({ groups: Array.from({ length: count }) }) as unknown as PlanRollout;
const plans = [withStages(3), withStages(2), withStages(1)];

test('no stage is left without a device: fewer devices have fewer stages', () => {
  expect([100, 3, 2, 1].map((devices) => fittingChoice(plans, devices))).toEqual([0, 0, 1, 2]);
});

test('what is chosen by hand is asked for as it is', () => {
  expect(fittingChoice([withStages(5)], 2)).toBe(0);
});
