import { commonErrors } from '@tutti/contracts/common';
import type { EventLog } from '@tutti/event-store';
import { DomainError } from '@tutti/kernel';
import type { ModelView } from '../model/model.view';
import type { StreamFacts } from '../stream/stream-facts';
import type {
  BlobReference,
  Parameters,
  PromotionGate,
  SolutionReference,
  TrainingTask,
} from '@tutti/contracts/training';

/** A stream as a run needs it. */
export interface TrainedStream {
  readonly streamId: string;
  readonly name: string;
  readonly task: TrainingTask;
  readonly solution: SolutionReference;
  readonly trainer: string;
  /** Data that the solution brings; null when there is none. */
  readonly sample: string | null;
  readonly parameters: Parameters;
  readonly gate: PromotionGate;
  readonly datasets: readonly string[];
}

export interface RunFactsOptions {
  readonly log: EventLog;
  readonly streams: StreamFacts;
  readonly models: Pick<ModelView, 'current'>;
}

/** What runs are asked for with, as of now. */
export interface RunFacts {
  /** Throws `stream.not-found`. */
  stream(streamId: string): Promise<TrainedStream>;
  /** The stream's, or those given, with what the solution's schema says is usual. Throws `stream.parameters-unfit`. */
  parameters(stream: TrainedStream, given: Parameters | undefined): Promise<Parameters>;
  /** Labels that had ever been stated in each of these datasets. */
  labelsSeen(datasetIds: readonly string[]): Promise<Readonly<Record<string, number>>>;
  /** What a new model of the stream is compared with: its champion, else its newest that passed the gate. */
  currentModel(
    streamId: string,
  ): Promise<{ readonly modelId: string; readonly artifact: BlobReference } | undefined>;
}

/** Each waits two seconds. */
const mostWaits = 10;

const isBehind = (error: unknown): boolean =>
  error instanceof DomainError && error.code === commonErrors['projection.behind'].code;

/** Whoever has just imported thousands of labels need not ask again: counting them takes a moment. */
const patiently = async <T>(read: () => Promise<T>): Promise<T> => {
  for (let waits = 1; ; waits++) {
    try {
      return await read();
    } catch (error) {
      if (!isBehind(error) || waits === mostWaits) throw error;
    }
  }
};

export const runFacts = ({ log, streams, models }: RunFactsOptions): RunFacts => ({
  stream: (streamId) => streams.stream(streamId),
  parameters: (stream, given) => streams.parameters(stream, given),
  labelsSeen: (datasetIds) => patiently(() => streams.labelsSeen(datasetIds)),
  currentModel: async (streamId) => {
    const model = await models.current(streamId, await log.lastPosition(['evt.training.model.*']));
    if (!model) return undefined;
    const { id: modelId, artifactDigest: digest, artifactBytes: bytes } = model;
    return { modelId, artifact: { digest, bytes } };
  },
});
