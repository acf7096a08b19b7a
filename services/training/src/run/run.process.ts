import type { DatasetEvent } from '@tutti/contracts/datasets';
import type { RunEvent } from '@tutti/contracts/training';
import type { Process, ProcessInput, Reaction, Recorded, Timer } from '@tutti/kernel';
import type { Stage } from './run-end.decider';
import type { FrozenData } from './run.state';

type Answer = Extract<DatasetEvent, { type: 'DatasetVersionProvided' | 'DatasetVersionRefused' }>;
type RunProcessEvent = RunEvent | Answer;
type DataOf<Type extends RunEvent['type']> = Extract<RunEvent, { type: Type }>['data'];

export type RunEffect =
  | { readonly type: 'FreezeData'; readonly runId: string; readonly data: readonly FrozenData[] }
  /** Puts its job into the queue, if it is ready and has its turn; what cannot be done by then is given up. */
  | { readonly type: 'TakeTurn'; readonly runId: string; readonly until: string }
  /** The same for the run whose turn it is now. */
  | { readonly type: 'PassTurn'; readonly key: string }
  | { readonly type: 'RemoveJob'; readonly runId: string; readonly trainer: string }
  | ({ readonly type: 'FailRun'; readonly runId: string } & Fault);

type Fault = {
  readonly stage: Extract<Stage, string>;
  readonly code: string;
  readonly message: string;
};

/** One run, until it ends. */
export interface RunProcessState {
  readonly key: string;
  readonly trainer: string;
  readonly maxMinutes: number;
  /** Datasets in the order in which they are learned from. */
  readonly datasets: readonly string[];
  readonly provided: Readonly<Record<string, FrozenData>>;
  /** It was given back: its time begins anew with the next trainer. */
  readonly again?: true;
}

type Reacted = Reaction<RunProcessState | null, RunEffect>;

const minuteMs = 60_000;
export const dataMinutes = 10;
export const turnMinutes = 60;
export const queueDays = 7;

const timer = (name: string, { time }: Recorded, minutes: number): Timer => ({
  name,
  at: new Date(time.getTime() + minutes * minuteMs),
});

/** It is ready. Looked at again every hour: that the run before has ended may have been said to nobody. */
const ready = (state: RunProcessState, runId: string, now: Date): Reacted => {
  const until = new Date(now.getTime() + turnMinutes * minuteMs);
  return {
    state,
    outgoing: [{ type: 'TakeTurn', runId, until: until.toISOString() }],
    timers: [{ name: 'turn', at: until }],
    cancel: ['data'],
  };
};

const requested = (recorded: Recorded, data: DataOf<'RunRequested'>): Reacted => {
  const { key, trainer, maxMinutes, source } = data;
  const datasets = source.kind === 'sample' ? [] : source.data.map(({ datasetId }) => datasetId);
  const state: RunProcessState = { key, trainer, maxMinutes, datasets, provided: {} };
  return datasets.length === 0
    ? ready(state, recorded.aggregateId, recorded.time)
    : { state, timers: [timer('data', recorded, dataMinutes)] };
};

const answered = (state: RunProcessState, datasetId: string, answer: Answer): Reacted => {
  const { runId } = answer.data;
  if (answer.type === 'DatasetVersionRefused') {
    const { code, message } = answer.data;
    return { state, outgoing: [{ type: 'FailRun', runId, stage: 'waiting', code, message }] };
  }
  const { version, digest, manifest, items } = answer.data;
  const one: FrozenData = {
    datasetId,
    version,
    digest,
    manifest: { digest: manifest.digest, bytes: manifest.bytes },
    items,
  };
  const provided = { ...state.provided, [datasetId]: one };
  const data = state.datasets.flatMap((id) => provided[id] ?? []);
  const isComplete = data.length === state.datasets.length;
  return {
    state: { ...state, provided },
    outgoing: isComplete ? [{ type: 'FreezeData', runId, data }] : [],
  };
};

/** Whatever ended it: its job is nobody's any more, and the next one has its turn. */
const ended = ({ key, trainer }: RunProcessState, runId: string): Reacted => ({
  state: undefined,
  outgoing: [
    { type: 'RemoveJob', runId, trainer },
    { type: 'PassTurn', key },
  ],
});

const onEvent = (state: RunProcessState, recorded: Recorded<RunProcessEvent>): Reacted => {
  const { event, aggregateId } = recorded;
  switch (event.type) {
    case 'RunRequested':
    case 'RunStepCompleted':
      return { state };
    case 'RunDataFrozen':
      return ready(state, aggregateId, recorded.time);
    case 'RunQueued':
      return { state, timers: [timer('queue', recorded, queueDays * 1440)], cancel: ['turn'] };
    case 'RunStarted': {
      const { again, ...rest } = state;
      const begins = again ?? event.data.attempt === 1;
      return {
        state: rest,
        timers: begins ? [timer('run', recorded, state.maxMinutes)] : [],
        cancel: ['queue'],
      };
    }
    case 'RunReleased':
      return {
        state: { ...state, again: true },
        timers: [timer('queue', recorded, queueDays * 1440)],
        cancel: ['run'],
      };
    case 'RunSucceeded':
    case 'RunFailed':
    case 'RunCancelled':
      return ended(state, aggregateId);
    case 'DatasetVersionProvided':
    case 'DatasetVersionRefused':
      return answered(state, aggregateId, event);
    default:
      return event satisfies never;
  }
};

const tooLate = (name: string, state: RunProcessState): Fault => {
  switch (name) {
    case 'data':
      return {
        stage: 'waiting',
        code: 'data.late',
        message: `Its data was not frozen within ${dataMinutes} minutes. Look whether the datasets service runs, then ask for another run.`,
      };
    case 'queue':
      return {
        stage: 'queued',
        code: 'trainer.none',
        message: `No trainer took it in ${queueDays} days. Start one for "${state.trainer}", then ask for another run.`,
      };
    default:
      return {
        stage: 'running',
        code: 'run.too-long',
        message: `It had not ended ${state.maxMinutes} minutes after it began.`,
      };
  }
};

const react = (
  state: RunProcessState | null,
  input: ProcessInput<RunProcessEvent>,
  runId: string,
): Reacted => {
  if (input.kind === 'event' && input.recorded.event.type === 'RunRequested')
    return requested(input.recorded, input.recorded.event.data);
  // It ended before: answers for it come late.
  if (state === null) return { state: undefined };
  if (input.kind === 'event') return onEvent(state, input.recorded);
  if (input.name === 'turn') return ready(state, runId, input.firedAt ?? input.at);
  return { state, outgoing: [{ type: 'FailRun', runId, ...tooLate(input.name, state) }] };
};

/** Leads a run to its data, its turn and the queue, and ends it when one of them does not come in time. */
export const runProcess: Process<RunProcessState | null, RunProcessEvent, RunEffect> = {
  name: 'run',
  version: 1,
  subjects: ['evt.training.run.*', 'evt.datasets.dataset.*'],
  handles: [
    'RunRequested',
    'RunDataFrozen',
    'RunQueued',
    'RunStarted',
    'RunReleased',
    'RunStepCompleted',
    'RunSucceeded',
    'RunFailed',
    'RunCancelled',
    'DatasetVersionProvided',
    'DatasetVersionRefused',
  ],
  ignores: [
    'DatasetCreated',
    'DatasetDescribed',
    'ImportStarted',
    'ImportFinished',
    'ImportFailed',
    'ImportCancelled',
    'DatasetVersionFrozen',
    'DatasetArchived',
    'DatasetRestored',
    'DatasetPurged',
  ],
  initialState: null,
  correlate: ({ event, aggregateId }) => ('runId' in event.data ? event.data.runId : aggregateId),
  react,
};
