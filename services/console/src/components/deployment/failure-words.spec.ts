import { deploymentStep } from '@tutti/contracts/deployment';
import { expect, test } from 'vitest';
import { adviceOn, isKnownCode, nextAfter } from './failure-words';

test('given a code, then it says what to do; one that nobody knows, what helps always', () => {
  expect(adviceOn('artifact.gone')).toBe('gone');
  expect(adviceOn('artifact.refused')).toBe('wire');
  expect(adviceOn('disk.full')).toBe('disk');
  expect(adviceOn('signature.no-signer')).toBe('signer');
  expect(adviceOn('signature.invalid')).toBe('signature');
  expect(adviceOn('score.low')).toBe('score');
  expect(adviceOn('timed-out.download')).toBe('device');
  expect(adviceOn('my-agent.gave-up')).toBe('any');
});

test('given a code of another agent, then its own words are shown', () => {
  expect(isKnownCode('my-agent.gave-up')).toBe(false);
  expect(isKnownCode('toString')).toBe(false);
});

test('a device that is too late at any step is told of in the language of the reader', () => {
  const late = deploymentStep.options.map((step) => `timed-out.${step}`);
  expect(late.filter((code) => !isKnownCode(code))).toEqual([]);
});

test('what can be mended is tried again while the rollout goes on, and planned anew when it has ended', () => {
  expect(nextAfter('disk.full', { status: 'paused' })).toBe('retry');
  expect(nextAfter('disk.full', { status: 'finished' })).toBe('plan');
  expect(nextAfter('my-agent.gave-up', { status: 'stopped' })).toBe('plan');
  expect(nextAfter('signature.invalid', { status: 'running' })).toBeUndefined();
  expect(nextAfter('score.low', { status: 'finished' })).toBeUndefined();
});
