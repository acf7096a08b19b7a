import {
  telemetryBatches,
  telemetryKinds,
  type FailureEntry,
  type HeartbeatEntry,
  type InferenceEntry,
  type TelemetryKind,
  type VitalsEntry,
} from '@tutti/contracts/devices';
import { z } from 'zod';
import type { Arrival } from './entry';

/** A message of the telemetry log. */
export interface TelemetryMessage {
  readonly subject: string;
  readonly data: Uint8Array;
  /** When it reached the log. */
  readonly receivedAt: Date;
}

export interface Entries {
  readonly heartbeat: HeartbeatEntry;
  readonly vitals: VitalsEntry;
  readonly inference: InferenceEntry;
  readonly failure: FailureEntry;
}

/** What came, by kind. */
export type Arrivals = { readonly [Kind in TelemetryKind]: Arrival<Entries[Kind]>[] };

export const noArrivals = (): Arrivals => ({ heartbeat: [], vitals: [], inference: [], failure: [] });

/** The batch as far as it concerns all entries; each entry is judged by itself, so that one bad one costs one. */
const envelope = z.object({
  journal: telemetryBatches.heartbeat.shape.journal,
  entries: z.array(z.unknown()).min(1).max(500),
});

const schemas: { readonly [Kind in TelemetryKind]: z.ZodType<Entries[Kind]> } = {
  heartbeat: telemetryBatches.heartbeat.shape.entries.element,
  vitals: telemetryBatches.vitals.shape.entries.element,
  inference: telemetryBatches.inference.shape.entries.element,
  failure: telemetryBatches.failure.shape.entries.element,
};

/** A device's clock may be wrong; times beyond this would never be swept away. */
const furthestAheadMs = 24 * 3_600_000;

const parsed = (data: Uint8Array): unknown => {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(data));
  } catch {
    return undefined;
  }
};

const isKind = (kind: string): kind is TelemetryKind => telemetryKinds.some((known) => known === kind);

const decodeKind = <Kind extends TelemetryKind>(
  kind: Kind,
  message: TelemetryMessage,
  into: Arrivals,
): number => {
  const batch = envelope.safeParse(parsed(message.data));
  if (!batch.success) return 1;
  const deviceId = message.subject.split('.')[1] ?? '';
  const receivedAt = message.receivedAt.getTime();
  let refused = 0;
  for (const candidate of batch.data.entries) {
    const entry = schemas[kind].safeParse(candidate);
    if (entry.success && Date.parse(entry.data.at) <= receivedAt + furthestAheadMs)
      into[kind].push({ deviceId, journal: batch.data.journal, receivedAt, entry: entry.data });
    else refused++;
  }
  return refused;
};

/** Reads a message into `into`. Answers how many entries (or whole batches) were refused: nothing is ever clamped. */
export const decode = (message: TelemetryMessage, into: Arrivals): number => {
  const kind = message.subject.split('.')[2] ?? '';
  return isKind(kind) ? decodeKind(kind, message, into) : 1;
};
