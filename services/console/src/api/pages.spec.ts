import { describe, expect, test } from 'vitest';
import type { Vitals } from '@tutti/contracts/devices';
import { allPages } from './all-pages';
import { pages } from './infinite';
import { mergeVitals } from './vitals';

describe('allPages', () => {
  const serve = (token: string | undefined) => {
    const from = Number(token ?? 0);
    return Promise.resolve({ items: [from, from + 1], nextPageToken: from < 4 ? String(from + 2) : '' });
  };

  test('reads to the end, or as far as it may', async () => {
    expect(await allPages(serve)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(await allPages(serve, 2)).toEqual([0, 1, 2, 3]);
  });
});

test('an empty token is the end', () => {
  expect(pages.getNextPageParam({ nextPageToken: '' })).toBeUndefined();
  expect(pages.getNextPageParam({ nextPageToken: 'x' })).toBe('x');
});

test('new vitals join the known ones once, in order, within the range', () => {
  const at = (second: number, cpu = 0): Vitals => ({
    at: new Date(second * 1_000).toISOString(),
    cpu,
    memoryUsedBytes: 1,
    memoryTotalBytes: 2,
    diskUsedBytes: 1,
    diskTotalBytes: 2,
    temperatureCelsius: null,
    networkRxBytesPerSecond: 0,
    networkTxBytesPerSecond: 0,
    uptimeSeconds: 1,
    agentMemoryBytes: 1,
  });
  const merged = mergeVitals([at(1), at(5), at(10)], [at(10, 0.5), at(15)], 5_000);
  expect(merged.map(({ at: time, cpu }) => [Date.parse(time) / 1_000, cpu])).toEqual([
    [5, 0],
    [10, 0.5],
    [15, 0],
  ]);
});
