import { describe, expect, test } from 'vitest';
import { allPages } from './all-pages';
import { pages } from './infinite';
import { listMs, telemetryMs } from './polling';

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

test('a long list costs no more requests than a short one', () => {
  const perMinute = (count: number): number => (60_000 / listMs(telemetryMs, count)) * count;
  expect([1, 2, 20].map(perMinute)).toEqual([30, 30, 30]);
  expect(listMs(telemetryMs, 0)).toBe(telemetryMs);
});
