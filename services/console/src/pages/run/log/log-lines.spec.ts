import { expect, test } from 'vitest';
import { cutAt, matching } from './log-lines';

const line = (seq: number, text: string) => ({ seq, text, at: '2026-11-27T10:00:00.000Z', attempt: 1 });

test('given a search, then the lines that say it in any case are left', () => {
  const lines = [line(1, 'Loss 0.5'), line(2, 'Reading pictures'), line(3, 'loss 0.4')];
  expect(matching(lines, ' LOSS ').map(({ seq }) => seq)).toEqual([1, 3]);
  expect(matching(lines, '')).toBe(lines);
});

test('given a line, then it is cut where it says what is searched for', () => {
  expect(cutAt('loss 1, Loss 2', 'loss')).toEqual(['', 'loss', ' 1, ', 'Loss', ' 2']);
  expect(cutAt('loss', '')).toEqual(['loss']);
  expect(cutAt('nothing', 'loss')).toEqual(['nothing']);
});
