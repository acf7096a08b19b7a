import { describe, expect, test } from 'vitest';
import type { TelemetryKind } from '@tutti/contracts/devices';
import { arrivalsOf, batchReader } from './batch';

const receivedAt = new Date('2026-01-01T12:00:00Z');
const digest = 'a'.repeat(64);
const inference = {
  seq: 1,
  at: '2026-01-01T11:59:59Z',
  model: { name: 'digits', version: '1', digest, task: 'classification' },
  label: '7',
  score: 0.9,
  probabilities: { '7': 0.9, '1': 0.1 },
  boxes: [],
  latencyMs: 3,
  inputFile: 'a.png',
};
const batch = (...entries: readonly unknown[]) => ({ journal: 'j1', entries });
const read = (payload: unknown) =>
  arrivalsOf([{ deviceId: 'd1', receivedAt, body: batchReader('inference')(payload) }], 30 * 86_400_000);

test('an entry takes its device from the subject and its arrival from the log', () => {
  const { refused, arrivals } = read(batch({ ...inference, deviceId: 'somebody else' }));
  expect(refused).toBe(0);
  expect(arrivals).toMatchObject([
    { deviceId: 'd1', journal: 'j1', receivedAt: receivedAt.getTime(), entry: { label: '7' } },
  ]);
  expect(arrivals[0]?.entry).not.toHaveProperty('deviceId');
});

test('what would be too old on arrival counts from then, and what the clock said is kept', () => {
  const { refused, arrivals } = read(
    batch(
      { ...inference, seq: 1, at: '1970-01-01T00:00:12.000Z' },
      { ...inference, seq: 2, at: '2025-12-02T12:00:01Z' },
      { ...inference, seq: 3, at: '2025-12-02T11:59:59Z' },
    ),
  );
  expect(refused).toBe(0);
  expect(arrivals.map(({ entry, claimedAt }) => [entry.at, claimedAt])).toEqual([
    ['2026-01-01T12:00:00.000Z', '1970-01-01T00:00:12.000Z'],
    ['2025-12-02T12:00:01Z', undefined],
    ['2026-01-01T12:00:00.000Z', '2025-12-02T11:59:59Z'],
  ]);
});

describe('refused, never clamped', () => {
  test.each([
    ['a score above 1', { score: 1.01 }],
    ['a negative score', { score: -0.01 }],
    ['a label of 33 characters', { label: 'x'.repeat(33) }],
    ['probabilities that do not add up', { probabilities: { '7': 0.9 } }],
    ['a note of 129 characters', { note: 'x'.repeat(129) }],
    ['a time that is none', { at: 'yesterday' }],
    ['a time two days ahead', { at: '2026-01-03T12:00:00Z' }],
    ['a negative sequence', { seq: -1 }],
    ['a score that is missing', { score: undefined }],
    ['a preview that is no digest', { preview: '../../x' }],
  ])('%s costs one entry', (_, change) => {
    const { refused, arrivals } = read(batch({ ...inference, ...change }, { ...inference, seq: 2 }));
    expect(refused).toBe(1);
    expect(arrivals.map(({ entry }) => entry.seq)).toEqual([2]);
  });

  test.each<[string, unknown, TelemetryKind]>([
    ['what is no batch', [], 'inference'],
    ['a batch without entries', batch(), 'inference'],
    ['a batch of 501', batch(...Array.from({ length: 501 }, () => inference)), 'inference'],
    ['a journal that is no name', { journal: 'a.b', entries: [inference] }, 'inference'],
  ])('%s costs the message', (_, payload, kind) => {
    expect(() => batchReader(kind)(payload)).toThrow();
  });

  test('entries of another kind', () => {
    expect(batchReader('vitals')(batch(inference))).toMatchObject({ entries: [], refused: 1 });
  });
});
