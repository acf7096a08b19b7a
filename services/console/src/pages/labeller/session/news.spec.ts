import type { Item } from '@tutti/contracts/datasets';
import { expect, test, vi } from 'vitest';
import { News } from './news';
import { itemOf } from './server.fixture';

const idOf = (number: number): string => String(number).padStart(26, '0');
const idsTo = (count: number): readonly string[] => Array.from({ length: count }, (_, at) => idOf(at));

const reader = () => {
  const asked: (readonly string[])[] = [];
  const read: string[] = [];
  const timers: (() => void)[] = [];
  const state = { isAway: false, atOnce: 0, most: 0 };
  const findAll = async (ids: readonly string[]): Promise<readonly Item[]> => {
    asked.push(ids);
    state.atOnce += 1;
    state.most = Math.max(state.most, state.atOnce);
    await Promise.resolve();
    state.atOnce -= 1;
    if (state.isAway) throw new Error('away');
    return ids.map((id) => itemOf(id));
  };
  const later = (_: number, callback: () => void) => {
    timers.push(callback);
    return () => undefined;
  };
  const news = new News({ findAll, later }, ({ id }) => read.push(id));
  return { news, asked, read, timers, state };
};

test('what a colleague did to 2,000 pictures is read in a few requests, one after the other', async () => {
  const { news, asked, read, timers, state } = reader();
  const ids = idsTo(2_000);
  for (let at = 0; at < ids.length; at += 100) news.add([...ids.slice(at, at + 100), idOf(0)]);
  expect(timers).toHaveLength(1);
  timers[0]?.();
  await vi.waitFor(() => expect(read).toEqual(ids));
  expect(asked.length).toBeLessThan(35);
  expect(state.most).toBe(1);
});

test('what could not be read is read with the next news', async () => {
  const { news, asked, read, timers, state } = reader();
  state.isAway = true;
  news.add([idOf(1)]);
  timers[0]?.();
  await vi.waitFor(() => expect(asked).toHaveLength(1));
  state.isAway = false;
  await vi.waitFor(() => {
    news.add([idOf(2)]);
    expect(timers).toHaveLength(2);
  });
  timers[1]?.();
  await vi.waitFor(() => expect(new Set(read)).toEqual(new Set([idOf(1), idOf(2)])));
});
