import type { Prediction } from '@tutti/vision';
import type { ActiveModel } from '../engine/active-model';
import type { RecordKind } from '../journal/frame';
import type { EntryKey, Journal } from '../journal/journal';
import type { Metrics } from '../metrics';
import type { Faults } from '../runtime-status';
import { type Observation, failureEntry, inferenceEntry } from './entries';

export interface Seen extends Observation {
  readonly active: ActiveModel;
  readonly prediction: Prediction;
  readonly latencyMs: number;
}

export type PictureSource = 'folder' | 'http' | 'grpc';

export interface RecorderOptions {
  readonly journal: Journal;
  readonly metrics: Metrics;
  /** False: a device that keeps its results to itself. */
  readonly sendResults: boolean;
  readonly faults: Faults;
}

/** Takes results and failures into the journal, unless the device keeps them to itself. */
export class Recorder {
  /** When the last picture was judged; 0 before the first. */
  lastResultAt = 0;
  results = 0;

  constructor(private readonly options: RecorderOptions) {}

  /** Counts a picture that was judged. */
  judged(source: PictureSource): void {
    this.lastResultAt = Date.now();
    this.results++;
    this.options.metrics.inferences.inc({ source });
  }

  /** Resolves once the result is safe; undefined when it is not kept. `urgent`: somebody waits for it. */
  async keep(seen: Seen, urgent: boolean): Promise<EntryKey | undefined> {
    if (!this.options.sendResults) return undefined;
    const entry = inferenceEntry(seen, seen.active, seen.prediction, seen.latencyMs);
    return this.save('inference', seen.at, entry, urgent);
  }

  async fail(
    seen: Observation,
    active: ActiveModel | undefined,
    fault: { readonly type: string; readonly message: string },
  ): Promise<EntryKey | undefined> {
    this.options.metrics.failures.inc({ type: fault.type });
    if (!this.options.sendResults) return undefined;
    return this.save('failure', seen.at, failureEntry(seen, active, fault), false);
  }

  private async save(
    kind: RecordKind,
    at: number,
    entry: object,
    urgent: boolean,
  ): Promise<EntryKey | undefined> {
    const { journal, faults } = this.options;
    const key = await journal.append(kind, at, entry, urgent);
    if (key !== undefined) faults.journal = undefined;
    return key;
  }
}
