import type {
  AppliedSampling,
  Connectivity,
  FrameCounts,
  HeartbeatEntry,
  ModelReference,
  RuntimeStatus,
  SettingsReported,
  VitalsEntry,
} from '@tutti/contracts/devices';
import type { Arrival } from '../telemetry/entry';

/** How many receive times of heartbeats are remembered: the M of "N of M". */
export const rememberedHeartbeats = 3;

/** What a device said last of its settings. */
export interface AppliedRow {
  readonly journal: string;
  readonly seq: number;
  readonly at: number;
  readonly position: number | null;
  readonly sampling: AppliedSampling;
}

/** The newest state of one device, as telemetry tells it. Times in milliseconds since 1970. */
export interface DeviceStatusRow {
  readonly id: string;
  readonly journal: string | null;
  readonly seq: number | null;
  /** The device's clock. */
  readonly at: number | null;
  /** Our clock: when the newest heartbeat reached the log. */
  readonly lastSeenAt: number | null;
  /** Our clock, newest last. */
  readonly seen: readonly number[];
  readonly runtime: RuntimeStatus | null;
  readonly model: ModelReference | null;
  readonly agentVersion: string | null;
  readonly startedAt: number | null;
  readonly backlog: HeartbeatEntry['backlog'] | null;
  /** Null where no picture leaves the device. */
  readonly frames: FrameCounts | null;
  readonly appliedSampling: AppliedRow | null;
  readonly error: HeartbeatEntry['error'];
  readonly errorSince: number | null;
  readonly vitals: Omit<VitalsEntry, 'seq'> | null;
  readonly connectivity: Connectivity;
  readonly connectivitySince: number | null;
  /** What the log says of the connection, and the fault that it was told of last. */
  readonly toldConnection: 'online' | 'offline' | null;
  readonly toldFault: string | null;
  readonly toldFaultAt: number | null;
}

export const unseen = (id: string): DeviceStatusRow => ({
  id,
  journal: null,
  seq: null,
  at: null,
  lastSeenAt: null,
  seen: [],
  runtime: null,
  model: null,
  agentVersion: null,
  startedAt: null,
  backlog: null,
  frames: null,
  appliedSampling: null,
  error: null,
  errorSince: null,
  vitals: null,
  connectivity: 'never',
  connectivitySince: null,
  toldConnection: null,
  toldFault: null,
  toldFaultAt: null,
});

/**
 * Within a journal its sequence decides. Between journals the device's clock does, unless what we have came from its
 * own future: then the clock was wrong, and whatever arrived later counts.
 */
const isNewer = (
  { journal, receivedAt, entry }: Arrival<{ seq: number; at: string }>,
  row: DeviceStatusRow,
): boolean => {
  if (row.journal === null || row.seq === null || row.at === null || row.lastSeenAt === null) return true;
  if (row.journal === journal) return entry.seq > row.seq;
  const clockWasAhead = row.at > row.lastSeenAt;
  return Date.parse(entry.at) > row.at || (clockWasAhead && receivedAt > row.lastSeenAt);
};

/** Any heartbeat says that the device lives; only the newest says how it is. */
export const withHeartbeat = (row: DeviceStatusRow, arrival: Arrival<HeartbeatEntry>): DeviceStatusRow => {
  const { receivedAt, journal, entry } = arrival;
  const seen = [...new Set([...row.seen, receivedAt])].sort((a, b) => a - b).slice(-rememberedHeartbeats);
  const alive = { ...row, seen, lastSeenAt: seen.at(-1) ?? null };
  if (!isNewer(arrival, row)) return alive;
  const { seq, runtime, model, agentVersion, backlog, frames = null, error } = entry;
  const sameError = error !== null && row.error?.type === error.type;
  const errorSince = error === null ? null : sameError ? row.errorSince : receivedAt;
  return {
    ...alive,
    journal,
    seq,
    at: Date.parse(entry.at),
    runtime,
    model,
    agentVersion,
    startedAt: Date.parse(entry.startedAt),
    backlog,
    frames,
    error,
    errorSince,
  };
};

export const withSettings = (row: DeviceStatusRow, arrival: Arrival<SettingsReported>): DeviceStatusRow => {
  const { journal, entry } = arrival;
  const { seq, position, sampling } = entry;
  const at = Date.parse(entry.at);
  const { appliedSampling: known } = row;
  const older = known !== null && (known.journal === journal ? seq <= known.seq : at < known.at);
  return older ? row : { ...row, appliedSampling: { journal, seq, at, position, sampling } };
};

export const withVitals = (row: DeviceStatusRow, { entry }: Arrival<VitalsEntry>): DeviceStatusRow => {
  const { seq: _, ...vitals } = entry;
  const older = row.vitals !== null && Date.parse(vitals.at) < Date.parse(row.vitals.at);
  return older ? row : { ...row, vitals };
};
