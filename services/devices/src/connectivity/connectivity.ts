import type { Connectivity } from '@tutti/contracts/devices';
import type { DeviceStatusRow } from '../status/device-status.row';

/** When silence becomes a status. All in milliseconds but `confirmations`. */
export interface ConnectivityRules {
  readonly staleAfterMs: number;
  readonly offlineAfterMs: number;
  /** N of M: so many of the last heartbeats (M = 3) must lie within `staleAfterMs` before a silent device is back. */
  readonly confirmations: number;
}

export interface Judgement {
  /** How far telemetry is known: silence is measured to here, never to the wall clock. */
  readonly watermark: number;
  /** Since when telemetry has been watched without a gap: nobody is blamed for silence before that. */
  readonly watchedSince: number;
}

type Seen = Pick<DeviceStatusRow, 'seen' | 'connectivity'>;

const isBack = ({ seen, connectivity }: Seen, watermark: number, rules: ConnectivityRules): boolean => {
  const recent = seen.filter((at) => watermark - at < rules.staleAfterMs);
  return recent.length >= (connectivity === 'online' || connectivity === 'never' ? 1 : rules.confirmations);
};

/** The status that a device has by its heartbeats: `online → stale → offline`, and back only when confirmed. */
export const judge = (
  row: Seen,
  { watermark, watchedSince }: Judgement,
  rules: ConnectivityRules,
): Connectivity => {
  const lastSeen = row.seen.at(-1);
  if (lastSeen === undefined) return 'never';
  if (isBack(row, watermark, rules)) return 'online';
  const silence = watermark - Math.max(lastSeen, watchedSince);
  if (row.connectivity === 'offline' || silence >= rules.offlineAfterMs) return 'offline';
  return silence >= rules.staleAfterMs || row.connectivity === 'never' ? 'stale' : row.connectivity;
};

/** When a change of status becomes an event of the log. */
export interface ReportRules {
  /** A device must have been offline for so long before the log hears of it. */
  readonly offlineForMs: number;
  /** It must have been back for so long; the very first time is told at once. */
  readonly onlineForMs: number;
  /** A fault must have lasted so long; the same kind is told again only after `faultPauseMs`. */
  readonly faultForMs: number;
  readonly faultPauseMs: number;
}

export const connectionToReport = (
  row: DeviceStatusRow,
  watermark: number,
  rules: ReportRules,
): 'online' | 'offline' | undefined => {
  const lasted = watermark - (row.connectivitySince ?? watermark);
  if (row.connectivity === 'online' && row.toldConnection !== 'online')
    return row.toldConnection === null || lasted >= rules.onlineForMs ? 'online' : undefined;
  const isNews = row.connectivity === 'offline' && row.toldConnection === 'online';
  return isNews && lasted >= rules.offlineForMs ? 'offline' : undefined;
};

export const faultToReport = (
  row: DeviceStatusRow,
  watermark: number,
  rules: ReportRules,
): { readonly kind: string; readonly message: string } | undefined => {
  const { error, errorSince, toldFault, toldFaultAt } = row;
  if (error === null || errorSince === null || watermark - errorSince < rules.faultForMs) return undefined;
  const toldLately = toldFault === error.type && watermark - (toldFaultAt ?? 0) < rules.faultPauseMs;
  return toldLately ? undefined : { kind: error.type, message: error.message };
};

export interface FleetSilence {
  /** Devices that count as online. */
  readonly online: number;
  /** Those of them that are silent. */
  readonly silent: number;
}

/** Fewer devices than this may well fall silent together by chance. */
const smallestFleet = 3;

/** Most of a fleet does not vanish at once by itself: then the fault is more likely on our side of the line. */
export const looksLikeOurFault = ({ online, silent }: FleetSilence, share: number): boolean =>
  silent >= smallestFleet && silent > online * share;
