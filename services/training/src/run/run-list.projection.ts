import type {
  GateVerdict,
  ModelMetrics,
  Parameters,
  RunCause,
  RunEvent,
  RunSource,
  RunState,
  SolutionReference,
  TrainingTask,
} from '@tutti/contracts/training';
import type { Projection, Recorded } from '@tutti/kernel';

/** A step as the log tells it. */
export interface StepRow {
  readonly name: string;
  readonly done: boolean;
  readonly seconds: number | null;
}

/** One run as the log tells it. Times in milliseconds since 1970. */
export interface RunRow {
  readonly id: string;
  readonly streamId: string;
  readonly name: string;
  readonly task: TrainingTask;
  readonly solution: SolutionReference;
  readonly parameters: Parameters;
  readonly source: RunSource;
  readonly key: string;
  readonly cause: RunCause;
  readonly causeKind: RunCause['kind'];
  readonly state: RunState;
  /** Every version that it learns from stands. */
  readonly ready: boolean;
  /** The run that has its turn before. */
  readonly after: string | null;
  readonly steps: readonly StepRow[];
  readonly attempt: number;
  readonly claimId: string | null;
  readonly worker: string | null;
  readonly failure: {
    readonly code: string;
    readonly message: string;
    readonly step: string | null;
  } | null;
  readonly metrics: ModelMetrics | null;
  readonly baseline: ModelMetrics | null;
  readonly gate: GateVerdict | null;
  readonly labelsSeen: Readonly<Record<string, number>>;
  readonly seed: number;
  readonly requestedBy: string | null;
  readonly requestedAt: number;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  readonly version: number;
}

type LaterEvent = Exclude<RunEvent, { type: 'RunRequested' }>;
type DataOf<Type extends RunEvent['type']> = Extract<RunEvent, { type: Type }>['data'];

const requested = (
  { aggregateId: id, aggregateVersion: version, time, metadata }: Recorded,
  data: DataOf<'RunRequested'>,
): RunRow => {
  const { streamId, name, task, solution, parameters, source, key, cause, labelsSeen, after = null } = data;
  return {
    id,
    ...{ streamId, name, task, solution, parameters, source, key, cause, labelsSeen, after, version },
    causeKind: cause.kind,
    state: 'waiting',
    ready: source.kind === 'sample',
    steps: [],
    attempt: 0,
    claimId: null,
    worker: null,
    failure: null,
    metrics: null,
    baseline: null,
    gate: null,
    seed: data.randomSeed,
    requestedBy: metadata.authId ?? null,
    requestedAt: time.getTime(),
    startedAt: null,
    endedAt: null,
  };
};

const withStep = (row: RunRow, { step, seconds }: DataOf<'RunStepCompleted'>): RunRow => ({
  ...row,
  steps: row.steps.map((one) => (one.name === step ? { ...one, done: true, seconds } : one)),
});

const succeeded = (row: RunRow, data: DataOf<'RunSucceeded'>): RunRow => ({
  ...row,
  state: 'succeeded',
  metrics: data.metrics,
  baseline: data.baseline?.metrics ?? null,
  gate: data.gate,
  steps: row.steps.map(({ name, done, seconds }) => {
    const took = data.seconds[name] ?? seconds;
    return { name, done: done || took !== null, seconds: took };
  }),
});

const changed = (row: RunRow, event: LaterEvent, at: number): RunRow => {
  switch (event.type) {
    case 'RunDataFrozen':
      return { ...row, ready: true };
    case 'RunQueued':
      return { ...row, state: 'queued' };
    case 'RunStarted': {
      const { attempt, claimId, worker, steps } = event.data;
      const anew = steps.map((name) => ({ name, done: false, seconds: null }));
      return { ...row, state: 'running', attempt, claimId, worker, steps: anew, startedAt: at };
    }
    case 'RunReleased':
      return { ...row, state: 'queued', claimId: null, worker: null, steps: [], startedAt: null };
    case 'RunStepCompleted':
      return withStep(row, event.data);
    case 'RunSucceeded':
      return { ...succeeded(row, event.data), endedAt: at };
    case 'RunFailed': {
      const { code, message, step = null } = event.data;
      return { ...row, state: 'failed', failure: { code, message, step }, endedAt: at };
    }
    case 'RunCancelled':
      return { ...row, state: 'cancelled', endedAt: at };
    default:
      return event satisfies never;
  }
};

const project = (row: RunRow | undefined, recorded: Recorded<RunEvent>): RunRow | undefined => {
  const { event, aggregateVersion: version, time } = recorded;
  if (event.type === 'RunRequested') return requested(recorded, event.data);
  return row && { ...changed(row, event, time.getTime()), version };
};

export const runListProjection: Projection<RunRow, RunEvent> = {
  name: 'run-list',
  version: 1,
  subjects: ['evt.training.run.*'],
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
  ],
  key: ({ aggregateId }) => aggregateId,
  project,
};
