import { given } from '@tutti/testing';
import { test } from 'vitest';
import { busyFigures, composed, quietFigures } from './daily-summary.fixture';
import { dailySummaryDecider, type ComposeDay } from './daily-summary.decider';

const { revision: _, ...said } = composed();
const composeDay = (revise: boolean, change: Partial<ComposeDay> = {}): ComposeDay => ({
  type: 'ComposeDay',
  ...said,
  revise,
  ...change,
});
const first = { type: 'SummaryComposed', data: composed() } as const;

test('what is said of a day is said once', () => {
  given(dailySummaryDecider).when(composeDay(false)).gives(first);
  given(dailySummaryDecider, first)
    .when(composeDay(false, { figures: quietFigures }))
    .gives();
});

test('what was said of a day so far is said again when the day is over, though nothing has come to it', () => {
  const soFar = { type: 'SummaryComposed', data: { ...composed(), soFar: true } } as const;
  given(dailySummaryDecider)
    .when(composeDay(false, { soFar: true }))
    .gives(soFar);
  given(dailySummaryDecider, soFar)
    .when(composeDay(true, { soFar: true }))
    .gives();
  given(dailySummaryDecider, soFar)
    .when(composeDay(true))
    .gives({ type: 'SummaryComposed', data: { ...composed(), revision: 2 } });
});

test('a day that is looked at again is news only where it is another', () => {
  const figures = { ...busyFigures, moreStreams: 3 };
  const rows = { count: 1, digest: '1'.repeat(64), bytes: 200 };
  given(dailySummaryDecider, first).when(composeDay(true)).gives();
  given(dailySummaryDecider, first)
    .when(composeDay(true, { figures }))
    .gives({ type: 'SummaryComposed', data: { ...composed(figures), revision: 2 } });
  given(dailySummaryDecider, first)
    .when(composeDay(true, { rows }))
    .gives({ type: 'SummaryComposed', data: { ...composed(), revision: 2, rows } });
});
