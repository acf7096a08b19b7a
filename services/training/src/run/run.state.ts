import type { RunEvent } from '@tutti/contracts/training';

type DataOf<Type extends RunEvent['type']> = Extract<RunEvent, { type: Type }>['data'];

export type RunRequest = DataOf<'RunRequested'>;
export type FrozenData = DataOf<'RunDataFrozen'>['data'][number];
export type RunOutcome = DataOf<'RunSucceeded'>;

export interface KnownRun {
  readonly status: 'waiting' | 'queued' | 'running' | 'succeeded' | 'failed' | 'cancelled';
  readonly request: RunRequest;
  /** Null until every version stands; runs on sample data need none. */
  readonly data: readonly FrozenData[] | null;
  /** How often a trainer has taken it. */
  readonly attempt: number;
  /** How often one has given it back, in good order; absent: never. */
  readonly released?: number;
  /** Of the attempt that is under way, or was when it ended. */
  readonly claimId: string | null;
  readonly steps: readonly string[];
  /** Steps of this attempt that are done. */
  readonly done: readonly string[];
}

export type RunState = { readonly status: 'initial' } | KnownRun;

export const initialState: RunState = { status: 'initial' };

/** Trainers that have died of it, and the one that is at it. */
export const lives = ({ attempt, released = 0 }: KnownRun): number => attempt - released;

export const hasEnded = ({ status }: KnownRun): boolean =>
  status === 'succeeded' || status === 'failed' || status === 'cancelled';

/** Nothing stands between it and the queue but its turn. */
export const isReady = ({ status, request, data }: KnownRun): boolean =>
  status === 'waiting' && (request.source.kind === 'sample' || data !== null);

const evolveKnown = (state: KnownRun, event: Exclude<RunEvent, { type: 'RunRequested' }>): KnownRun => {
  switch (event.type) {
    case 'RunDataFrozen':
      return { ...state, data: event.data.data };
    case 'RunQueued':
      return { ...state, status: 'queued' };
    case 'RunStarted': {
      const { attempt, claimId, steps } = event.data;
      return { ...state, status: 'running', attempt, claimId, steps, done: [] };
    }
    case 'RunReleased':
      return { ...state, status: 'queued', released: (state.released ?? 0) + 1 };
    case 'RunStepCompleted':
      return { ...state, done: [...state.done, event.data.step] };
    case 'RunSucceeded':
      return { ...state, status: 'succeeded' };
    case 'RunFailed':
      return { ...state, status: 'failed' };
    case 'RunCancelled':
      return { ...state, status: 'cancelled' };
    default:
      return event satisfies never;
  }
};

export const evolve = (state: RunState, event: RunEvent): RunState => {
  if (event.type === 'RunRequested')
    return {
      status: 'waiting',
      request: event.data,
      data: null,
      attempt: 0,
      claimId: null,
      steps: [],
      done: [],
    };
  return state.status === 'initial' ? state : evolveKnown(state, event);
};
