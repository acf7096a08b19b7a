import type { InferenceBox, InferenceEntry, ModelReference, EntryKey } from '@tutti/contracts/devices';
import { keyOf, type Arrival } from '../telemetry/entry';

/** One result. Times in milliseconds since 1970. */
export interface InferenceRow extends EntryKey {
  readonly at: number;
  readonly model: string;
  readonly modelVersion: string;
  readonly modelDigest: string;
  readonly task: ModelReference['task'];
  readonly label: string;
  readonly score: number;
  readonly probabilities: Readonly<Record<string, number>>;
  readonly boxes: readonly InferenceBox[];
  readonly latencyMs: number;
  readonly inputFile: string;
  readonly truth: string | null;
  /** Null when the truth is not known. */
  readonly correct: boolean | null;
  /** The score was below the device's warning score. */
  readonly warning: boolean;
  /** sha256 of the preview picture. */
  readonly preview: string | null;
  readonly note: string | null;
}

const longestNote = 128;

/** That a detector found nothing says nothing of doubt. */
const isWarning = ({ entry, warningScore = null }: Arrival<InferenceEntry>): boolean =>
  warningScore !== null &&
  entry.score < warningScore &&
  (entry.model.task === 'classification' || entry.boxes.length > 0);

export const inferenceRow = (arrival: Arrival<InferenceEntry>): InferenceRow => {
  const { model, truth = null, preview = null, note, ...entry } = arrival.entry;
  const { claimedAt } = arrival;
  const clock = claimedAt === undefined ? undefined : `The device's clock said ${claimedAt}`;
  const notes = [note, clock].filter((one) => one !== undefined).join('; ');
  return {
    ...keyOf(arrival),
    at: Date.parse(entry.at),
    model: model.name,
    modelVersion: model.version,
    modelDigest: model.digest,
    task: model.task,
    label: entry.label,
    score: entry.score,
    probabilities: entry.probabilities,
    boxes: entry.boxes,
    latencyMs: entry.latencyMs,
    inputFile: entry.inputFile,
    truth,
    correct: truth === null ? null : truth === entry.label,
    warning: isWarning(arrival),
    preview,
    note: notes === '' ? null : notes.slice(0, longestNote).toWellFormed(),
  };
};
