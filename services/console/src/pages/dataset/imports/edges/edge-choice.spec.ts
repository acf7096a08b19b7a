import { startImport } from '@tutti/contracts/datasets';
import { expect, test } from 'vitest';
import { boundsFault, everything, toChoice, toSource } from './edge-choice';

const datasetId = '018f2f6e-7b1c-7cc0-9f4d-1d2f3a4b5c6d';

test('what is chosen is asked for as a preview, and imported, alike', () => {
  const values = { ...everything, filter: 'deviceName==door', from: '2026-11-27T08:00', maxScore: 60 };
  expect(toChoice(values)).toEqual({
    q: 'deviceName==door',
    from: new Date('2026-11-27T08:00').toISOString(),
    maxScore: 0.6,
  });
  const { q: _, ...bounds } = toChoice(values);
  const source = toSource(values);
  expect(source).toEqual({ kind: 'devices', filter: 'deviceName==door', ...bounds });
  expect(startImport.safeParse({ datasetId, source }).success).toBe(true);
  expect(startImport.safeParse({ datasetId, source: toSource(everything) }).success).toBe(true);
});

test('bounds that leave nothing are told apart', () => {
  expect(boundsFault(everything)).toBeUndefined();
  expect(boundsFault({ ...everything, from: '2026-11-27T08:00', to: '2026-11-27T08:00' })).toBe('order');
  expect(boundsFault({ ...everything, minScore: 70, maxScore: 60 })).toBe('scores');
  expect(boundsFault({ ...everything, minScore: 0, maxScore: 100 })).toBeUndefined();
});
