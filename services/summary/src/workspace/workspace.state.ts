import type { WorkspaceEvent } from '@tutti/contracts/summary';

/** What was pushed of a day last. */
interface Day {
  readonly revision: number;
  readonly composedAt: string;
  readonly pushed: string;
}

export interface WorkspaceState {
  readonly status: 'initial' | 'added' | 'removed';
  readonly days: Readonly<Record<string, Day>>;
}

export const initialState: WorkspaceState = { status: 'initial', days: {} };

/** So many of the newest are known: whoever holds a key may name any. */
export const mostDays = 800;

const withDay = (days: WorkspaceState['days'], date: string, day: Day): WorkspaceState['days'] => {
  const all = { ...days, [date]: day };
  const dates = Object.keys(all);
  if (dates.length <= mostDays) return all;
  const oldest = dates.reduce((a, b) => (a < b ? a : b));
  return Object.fromEntries(Object.entries(all).filter(([one]) => one !== oldest));
};

export const evolve = (state: WorkspaceState, event: WorkspaceEvent): WorkspaceState => {
  switch (event.type) {
    case 'WorkspaceAdded':
      return { ...state, status: 'added' };
    case 'WorkspaceRekeyed':
      return state;
    case 'WorkspaceSummaryReceived': {
      const { date, revision, composedAt, pushed } = event.data;
      return { ...state, days: withDay(state.days, date, { revision, composedAt, pushed }) };
    }
    case 'WorkspaceRemoved':
      return { ...state, status: 'removed' };
    default:
      return event satisfies never;
  }
};
