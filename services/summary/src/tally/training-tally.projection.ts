import type {
  ModelEvent,
  ModelMetrics,
  RunEvent,
  SolutionEvent,
  StreamEvent,
} from '@tutti/contracts/training';
import type { Projection, Recorded } from '@tutti/kernel';

/** How a stream is called. */
export interface StreamTallyRow {
  readonly id: string;
  readonly name: string;
  readonly solutionKey: string;
  readonly solutionVersion: number;
}

export interface SolutionTallyRow {
  /** Its key. */
  readonly id: string;
  readonly name: string;
}

/** Whose a model is: devices know it by the digest of its file. */
export interface ModelTallyRow {
  readonly id: string;
  readonly digest: string;
  readonly name: string;
  readonly modelVersion: string;
  readonly streamId: string | null;
  readonly solutionKey: string | null;
  readonly solutionVersion: number | null;
  /** That it came of. */
  readonly runId: string | null;
}

/** A run, and how it ended. Times in milliseconds since 1970. */
export interface RunTallyRow {
  readonly id: string;
  readonly streamId: string;
  readonly name: string;
  readonly status: 'open' | 'succeeded' | 'failed' | 'cancelled';
  /** Of its newest attempt. */
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  /** From the start of its last attempt to its end. */
  readonly seconds: number;
  /** Accuracy or mAP50 on the held-out data. */
  readonly score: number | null;
}

type StreamNews = Extract<
  StreamEvent,
  { type: 'StreamCreated' | 'StreamReconfigured' | 'StreamMovedToSolution' }
>;
type Published = Extract<SolutionEvent, { type: 'SolutionPublished' }>;
type Registered = Extract<ModelEvent, { type: 'ModelRegistered' }>;
type RunNews = Extract<
  RunEvent,
  { type: 'RunRequested' | 'RunStarted' | 'RunSucceeded' | 'RunFailed' | 'RunCancelled' }
>;

const projectStream = (
  row: StreamTallyRow | undefined,
  { event, aggregateId: id }: Recorded<StreamNews>,
): StreamTallyRow | undefined => {
  switch (event.type) {
    case 'StreamCreated': {
      const { name, solution } = event.data;
      return { id, name, solutionKey: solution.key, solutionVersion: solution.version };
    }
    case 'StreamReconfigured':
      return row && { ...row, name: event.data.name ?? row.name };
    case 'StreamMovedToSolution':
      return row && { ...row, solutionVersion: event.data.version };
    default:
      return event satisfies never;
  }
};

/** Streams that are gone keep their names: days on which they worked are past. */
export const streamTallyProjection: Projection<StreamTallyRow, StreamNews> = {
  name: 'stream-tally',
  version: 1,
  subjects: ['evt.training.stream.*'],
  handles: ['StreamCreated', 'StreamReconfigured', 'StreamMovedToSolution'],
  key: ({ aggregateId }) => aggregateId,
  project: projectStream,
};

export const solutionTallyProjection: Projection<SolutionTallyRow, Published> = {
  name: 'solution-tally',
  version: 1,
  subjects: ['evt.training.solution.*'],
  handles: ['SolutionPublished'],
  key: ({ aggregateId }) => aggregateId,
  project: (_, { event, aggregateId: id }) => ({ id, name: event.data.manifest.name }),
};

const projectModel = (_: unknown, { event, aggregateId: id }: Recorded<Registered>): ModelTallyRow => {
  const { name, modelVersion, streamId = null, solution, artifact, origin } = event.data;
  return {
    ...{ id, name, modelVersion, streamId, digest: artifact.digest },
    solutionKey: solution?.key ?? null,
    solutionVersion: solution?.version ?? null,
    runId: origin.kind === 'run' ? origin.runId : null,
  };
};

export const modelTallyProjection: Projection<ModelTallyRow, Registered> = {
  name: 'model-tally',
  version: 1,
  subjects: ['evt.training.model.*'],
  handles: ['ModelRegistered'],
  key: ({ aggregateId }) => aggregateId,
  project: projectModel,
};

const scoreOf = ({ accuracy, map50 }: ModelMetrics): number | null => accuracy ?? map50 ?? null;

const ended = (row: RunTallyRow, status: RunTallyRow['status'], at: number): RunTallyRow => ({
  ...row,
  status,
  endedAt: at,
  seconds: row.startedAt === null ? 0 : Math.max(0, at - row.startedAt) / 1000,
});

const projectRun = (
  row: RunTallyRow | undefined,
  { event, aggregateId: id, time }: Recorded<RunNews>,
): RunTallyRow | undefined => {
  const at = time.getTime();
  if (event.type === 'RunRequested') {
    const { streamId, name } = event.data;
    return { id, streamId, name, status: 'open', startedAt: null, endedAt: null, seconds: 0, score: null };
  }
  if (!row) return undefined;
  switch (event.type) {
    case 'RunStarted':
      return { ...row, startedAt: at };
    case 'RunSucceeded':
      return { ...ended(row, 'succeeded', at), score: scoreOf(event.data.metrics) };
    case 'RunFailed':
      return ended(row, 'failed', at);
    case 'RunCancelled':
      return ended(row, 'cancelled', at);
    default:
      return event satisfies never;
  }
};

export const runTallyProjection: Projection<RunTallyRow, RunNews> = {
  name: 'run-tally',
  version: 1,
  subjects: ['evt.training.run.*'],
  handles: ['RunRequested', 'RunStarted', 'RunSucceeded', 'RunFailed', 'RunCancelled'],
  key: ({ aggregateId }) => aggregateId,
  project: projectRun,
};
