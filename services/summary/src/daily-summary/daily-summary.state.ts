import type { DailySummaryEvent } from '@tutti/contracts/summary';

type Composed = Extract<DailySummaryEvent, { type: 'SummaryComposed' }>['data'];

/** What was said of a day last. */
export type DailySummaryState = { readonly status: 'initial' } | ({ readonly status: 'composed' } & Composed);

export const initialState: DailySummaryState = { status: 'initial' };

export const evolve = (_: DailySummaryState, event: DailySummaryEvent): DailySummaryState => {
  switch (event.type) {
    case 'SummaryComposed':
      return { status: 'composed', ...event.data };
    default:
      return event.type satisfies never;
  }
};
