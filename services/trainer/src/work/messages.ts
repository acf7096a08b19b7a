import type { TrainingJob } from '@tutti/contracts/training';
import type { TrainedModel, TrainingProgress } from '../task/training-task';

/** What a worker thread is started with. */
export interface ThreadTask {
  readonly job: TrainingJob;
  /** Of the API. */
  readonly url: string;
  readonly caFile: string | undefined;
  readonly cache: { readonly file: string; readonly maxBytes: number };
  readonly threads: number;
  /** One number: not 0 when it is to stop. */
  readonly stop: Int32Array;
}

/** What a worker thread says. */
export type ThreadMessage =
  | { readonly kind: 'progress'; readonly progress: TrainingProgress }
  | { readonly kind: 'trained'; readonly model: TrainedModel }
  | {
      readonly kind: 'refused';
      readonly code: string;
      readonly message: string;
      /** Of what nobody expected: for the trainer's own log. */
      readonly stack?: string | undefined;
    };
