import type { Rollout, RolloutCounts } from '@tutti/contracts/deployment';
import { expect, test } from 'vitest';
import { rolloutLine } from './print-rollout';
import { hasSucceeded, watchRollout } from './watch-rollout';

const none: RolloutCounts = {
  ...{ devices: 4, waiting: 4, offered: 0, accepted: 0, deferred: 0, downloading: 0, installing: 0 },
  ...{ soaking: 0, cancelling: 0, succeeded: 0, failed: 0, other: 0 },
};
const rollout = (more: Partial<Pick<Rollout, 'status' | 'counts' | 'paused'>>): Rollout =>
  ({
    status: 'running',
    counts: none,
    paused: null,
    groups: [{ name: 'Canary', status: 'running' }],
    ...more,
  }) as Rollout;

const watched = async (...found: readonly Rollout[]) => {
  const said: string[] = [];
  const rest = [...found];
  const find = () => Promise.resolve(rest.shift() ?? rollout({ status: 'stopped' }));
  const end = await watchRollout({ find, say: (line) => said.push(line), everyMs: 0 });
  return { said, end };
};

test('each change is said once, until it has ended', async () => {
  const half = rollout({ counts: { ...none, waiting: 1, succeeded: 2, soaking: 1 } });
  const finished = rollout({ status: 'finished', counts: { ...none, waiting: 0, succeeded: 4 } });
  const { said, end } = await watched(rollout({}), half, half, finished);
  expect(said).toEqual([rollout({}), half, finished].map(rolloutLine));
  expect(said[1]).toBe('running, Canary: 50 %, 2 of 4 succeeded, 0 failed, 1 at work');
  expect(hasSucceeded(end)).toBe(true);
});

test('one that waits for a person ends the watch, and is no success', async () => {
  const counts = { ...none, waiting: 3, failed: 1 };
  const paused = rollout({ status: 'paused', paused: { cause: 'errors', group: 0 }, counts });
  const { said, end } = await watched(paused);
  expect(said[0]).toContain('paused (errors in Canary)');
  expect(hasSucceeded(end)).toBe(false);
});
