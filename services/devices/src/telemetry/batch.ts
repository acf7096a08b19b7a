import {
  telemetryBatches,
  telemetryEnvelope,
  type FailureEntry,
  type HeartbeatEntry,
  type InferenceEntry,
  type ReportedEntry,
  type TelemetryKind,
  type VitalsEntry,
} from '@tutti/contracts/devices';
import type { Received } from '@tutti/runtime';
import type { z } from 'zod';
import type { Arrival } from './entry';

export interface Entries {
  readonly heartbeat: HeartbeatEntry;
  readonly vitals: VitalsEntry;
  readonly inference: InferenceEntry;
  readonly failure: FailureEntry;
  readonly reported: ReportedEntry;
}

/** One message, as far as it makes sense. */
export interface Batch<Entry> {
  readonly journal: string;
  readonly entries: readonly Entry[];
  /** Entries that break their schema. */
  readonly refused: number;
}

const schemas: { readonly [Kind in TelemetryKind]: z.ZodType<Entries[Kind]> } = {
  heartbeat: telemetryBatches.heartbeat.shape.entries.element,
  vitals: telemetryBatches.vitals.shape.entries.element,
  inference: telemetryBatches.inference.shape.entries.element,
  failure: telemetryBatches.failure.shape.entries.element,
  reported: telemetryBatches.reported.shape.entries.element,
};

/** Reads a payload. Throws when it is no batch; entries out of range are refused one by one, never clamped. */
export const batchReader =
  <Kind extends TelemetryKind>(kind: Kind) =>
  (payload: unknown): Batch<Entries[Kind]> => {
    const { journal, entries } = telemetryEnvelope.parse(payload);
    const good = entries.flatMap((candidate) => schemas[kind].safeParse(candidate).data ?? []);
    return { journal, entries: good, refused: entries.length - good.length };
  };

/** A device's clock may be wrong; rows from further ahead would never be swept away. */
const furthestAheadMs = 24 * 3_600_000;

/**
 * A device without a battery for its clock begins in 1970 until somebody tells it the time. What would be too old to be
 * kept the moment it arrives counts from then: a repeat of the message says the same.
 */
const dated = <Entry extends { readonly at: string }>(
  arrival: Arrival<Entry>,
  keptMs: number,
): Arrival<Entry> => {
  const { receivedAt, entry } = arrival;
  if (Date.parse(entry.at) >= receivedAt - keptMs) return arrival;
  const at = new Date(receivedAt).toISOString();
  return { ...arrival, entry: { ...entry, at }, claimedAt: entry.at };
};

/** The entries of messages, each with who sent it and when; and how many were refused. `keptMs`: how long rows live. */
export const arrivalsOf = <Entry extends { readonly at: string }>(
  messages: readonly Received<Batch<Entry>>[],
  keptMs: number,
): { readonly arrivals: readonly Arrival<Entry>[]; readonly refused: number } => {
  const all = messages.flatMap(({ deviceId, receivedAt, body: { journal, entries } }) =>
    entries.map((entry) => dated({ deviceId, journal, receivedAt: receivedAt.getTime(), entry }, keptMs)),
  );
  const arrivals = all.filter(
    ({ receivedAt, entry }) => Date.parse(entry.at) <= receivedAt + furthestAheadMs,
  );
  const broken = messages.reduce((sum, { body }) => sum + body.refused, 0);
  return { arrivals, refused: broken + all.length - arrivals.length };
};
