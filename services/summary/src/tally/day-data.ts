import type { DatasetCounts } from './dataset-quarter.projection';
import type { DaySpan } from './day-span';
import type { DeviceCounts, LowScores } from './device-quarter.projection';
import type { KnownLifecycle } from './device-tally.projection';
import type { BinName, ResultSums } from './result-tally.table';
import type { RolloutStatus } from './rollout-tally.projection';
import type { RunTallyRow } from './training-tally.projection';

/** A device as it was when the day ended. */
export interface DayDevice {
  readonly id: string;
  readonly name: string;
  readonly site: string | null;
  readonly lifecycle: KnownLifecycle;
  readonly online: boolean;
  /** When it was heard of last, where it is offline; milliseconds since 1970. */
  readonly silentSince: number;
}

/** What happened to a device on the day. */
export interface DeviceDay extends DeviceCounts {
  readonly deviceId: string;
}

/** Results of a device with one model on the day. */
export interface DeviceResults extends ResultSums {
  readonly deviceId: string;
  readonly digest: string;
  readonly lastAt: number;
}

/** Results of a model on all devices; bins where they are asked for. */
export interface ModelResults extends ResultSums {
  readonly digest: string;
  readonly bins: Readonly<Partial<Record<BinName, number>>>;
}

export interface DayModel {
  readonly name: string;
  readonly modelVersion: string;
  readonly streamId: string | null;
  readonly solutionKey: string | null;
  readonly solutionVersion: number | null;
}

export interface DayRun extends RunTallyRow {
  /** Of the model that came of it. */
  readonly modelVersion: string | null;
}

export interface DayRollout {
  readonly id: string;
  readonly name: string;
  readonly model: string;
  readonly status: RolloutStatus;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  /** Devices, up to the end of the day. */
  readonly succeeded: number;
  readonly failed: number;
}

/** Everything that a day's figures are made of. */
export interface DayData {
  readonly span: DaySpan;
  readonly devices: readonly DayDevice[];
  readonly deviceDays: readonly DeviceDay[];
  readonly lowByModel: LowScores;
  /** Kind of the newest fault, by device. */
  readonly faults: ReadonlyMap<string, string>;
  readonly deviceResults: readonly DeviceResults[];
  readonly modelResults: readonly ModelResults[];
  /** Of the seven days before, the oldest first. */
  readonly daysBefore: readonly (readonly ModelResults[])[];
  /** By the digest of its file. */
  readonly models: ReadonlyMap<string, DayModel>;
  readonly streamNames: ReadonlyMap<string, string>;
  readonly solutionNames: ReadonlyMap<string, string>;
  readonly datasets: DatasetCounts;
  /** That ended before the day did, in the order of their ends. */
  readonly runs: readonly DayRun[];
  /** Those that were at work on the day. */
  readonly rollouts: readonly DayRollout[];
  /** Devices that came to an end of a rollout on the day. */
  readonly rolledOut: { readonly confirmed: number; readonly rolledBack: number; readonly failed: number };
}
