import type { DailySummaryEvent } from '@tutti/contracts/summary';
import { isSame, type Decider } from '@tutti/kernel';
import { evolve, initialState, type DailySummaryState } from './daily-summary.state';

type Composed = Extract<DailySummaryEvent, { type: 'SummaryComposed' }>['data'];

/** What a day amounts to, as far as it is known now. */
export interface ComposeDay extends Omit<Composed, 'revision'> {
  readonly type: 'ComposeDay';
  /** Look at a day again of which something was said already. */
  readonly revise: boolean;
}

const decide = (
  { type: _, revise, ...said }: ComposeDay,
  state: DailySummaryState,
): readonly DailySummaryEvent[] => {
  if (state.status === 'initial') return [{ type: 'SummaryComposed', data: { ...said, revision: 1 } }];
  const isNews =
    !isSame(state.figures, said.figures) ||
    state.rows.digest !== said.rows.digest ||
    // The day is over now: what was said of it so far holds for all of it, and that is news, too.
    state.soFar !== said.soFar;
  if (!revise || !isNews) return [];
  return [{ type: 'SummaryComposed', data: { ...said, revision: state.revision + 1 } }];
};

/** One day. Its id is the date: whoever composes it, it is said once, until somebody wants it revised. */
export const dailySummaryDecider: Decider<DailySummaryState, ComposeDay, DailySummaryEvent> = {
  context: 'summary',
  aggregate: 'daily-summary',
  stateVersion: 1,
  initialState,
  decide,
  evolve,
};
