import { expect, test } from 'vitest';
import { adviceOn, isKnownCode } from './failure-advice';

test('given a code, then it says what to do; one that nobody knows, what helps always', () => {
  expect(adviceOn('training.one-class')).toBe('data');
  expect(adviceOn('trainer.none')).toBe('start');
  expect(adviceOn('trainer.lost')).toBe('trainer');
  expect(adviceOn('trainer.crashed')).toBe('crash');
  expect(adviceOn('training.failed')).toBe('message');
  expect(adviceOn('dataset-version.nothing-labelled')).toBe('version');
  expect(adviceOn('my-trainer.gave-up')).toBe('any');
});

test('given a code of another trainer, then its own words are shown', () => {
  expect(isKnownCode('my-trainer.gave-up')).toBe(false);
  expect(isKnownCode('toString')).toBe(false);
});

test('given a code that comes with Tutti, then it is told in the language of the reader', () => {
  const training = ['one-class', 'features-not-finite', 'no-such-sample', 'failed'];
  const codes = [...training.map((code) => `training.${code}`), 'queue.late', 'item.picture-gone'];
  expect(codes.filter((code) => !isKnownCode(code))).toEqual([]);
});
