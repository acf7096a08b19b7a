import { mostRecentDays } from '@tutti/contracts/summary';
import { fold } from '@tutti/testing';
import { expect, test } from 'vitest';
import { shiftDay } from '../tally/day-span';
import { figuresOf } from './pushed.fixture';
import { workspaceListProjection } from './workspace-list.projection';

const added = ['busan', 'WorkspaceAdded', {}] as const;
const told = (date: string, results: number) =>
  ['busan', 'WorkspaceSummaryReceived', { date, figures: figuresOf(results) }] as const;
const of = (...history: Parameters<typeof fold>[1][]) => fold(workspaceListProjection, ...history)['busan'];

test('the results of its days, the oldest first, however late they came, as they were told last', () => {
  const days = [told('2026-11-03', 3), told('2026-11-01', 1), told('2026-11-02', 2), told('2026-11-03', 4)];
  expect(of(added, ...days)).toMatchObject({
    recent: [
      { date: '2026-11-01', results: 1 },
      { date: '2026-11-02', results: 2 },
      { date: '2026-11-03', results: 4 },
    ],
    newest: { date: '2026-11-03', results: 4 },
  });
});

test('the newest of them only, also when it was removed and added again', () => {
  const days = Array.from({ length: mostRecentDays + 2 }, (_, n) => told(shiftDay('2026-11-01', n), n));
  const { recent } = of(added, ...days, ['busan', 'WorkspaceRemoved', {}], added) ?? {};
  expect(recent?.map(({ results }) => results)).toEqual(
    Array.from({ length: mostRecentDays }, (_, n) => n + 2),
  );
});
