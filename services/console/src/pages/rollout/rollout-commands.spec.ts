import { rolloutStatus, type RolloutCounts } from '@tutti/contracts/deployment';
import { expect, test } from 'vitest';
import { commandsFor, isOwn } from './rollout-commands';

const counts = (failed: number): RolloutCounts => ({
  ...{ devices: 20, waiting: 0, offered: 0, accepted: 0, deferred: 0, downloading: 0, installing: 0 },
  ...{ soaking: 0, cancelling: 0, succeeded: 20 - failed, failed, other: 0 },
});

test('a rollout that runs is paused or stopped, one that is paused resumed or stopped', () => {
  expect(commandsFor({ status: 'running', counts: counts(0) })).toEqual(['pause', 'stop']);
  expect(commandsFor({ status: 'paused', counts: counts(0) })).toEqual(['resume', 'stop']);
});

test('what failed is tried again as long as the rollout goes on', () => {
  const retryable = rolloutStatus.options.filter((status) =>
    commandsFor({ status, counts: counts(3) }).includes('retry'),
  );
  expect(retryable).toEqual(['running', 'paused']);
});

test('nobody approves what they planned themselves', () => {
  expect(isOwn({ plannedBy: 'user:u1' }, 'u1')).toBe(true);
  expect(isOwn({ plannedBy: 'user:u1' }, 'u2')).toBe(false);
  expect(isOwn({ plannedBy: null }, undefined)).toBe(false);
});
