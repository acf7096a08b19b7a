import { bigint, json, key, real, text, type MergePlan } from '@tutti/database';
import { scoreBins } from '@tutti/contracts/summary';
import { EntitySchema } from 'typeorm';

/** Sums of results in a quarter of an hour. Sums are whole numbers: adding them up never depends on who came first. */
export interface ResultSums {
  readonly results: number;
  /** Bytes of pictures. */
  readonly volume: number;
  /** In millionths. */
  readonly scoreSum: number;
  readonly failures: number;
}

interface ResultKey {
  /** Begin of the quarter, milliseconds since 1970. */
  readonly at: number;
  /** Of the model's file; empty where there was none. */
  readonly digest: string;
}

/** Of one device with one model. */
export interface DeviceResultRow extends ResultKey, ResultSums {
  readonly deviceId: string;
  /** Of the newest one. */
  readonly lastAt: number;
}

/** Results by score, in `scoreBins` equal parts of 0..1. */
export type BinName = `bin${number}`;
export const binNames: readonly BinName[] = Array.from(
  { length: scoreBins },
  (_, bin) => `bin${bin}` as const,
);

/** Of one model on all devices. */
export type ModelResultRow = ResultKey & ResultSums & Readonly<Record<BinName, number>>;

const sumColumns = {
  results: bigint('results'),
  volume: real('volume'),
  scoreSum: real('score_sum'),
  failures: bigint('failures'),
};
const keyColumns = { at: key(bigint('at')), digest: key(text('digest', 64)) };
const sums = ['results', 'volume', 'scoreSum', 'failures'] as const;

/** Primary, kept by age; as the three that follow. The time comes first: a day is read in one go. */
export const deviceResultTable = new EntitySchema<DeviceResultRow>({
  name: 'device_result_tally',
  columns: {
    at: keyColumns.at,
    deviceId: key(text('device_id', 26)),
    digest: keyColumns.digest,
    ...sumColumns,
    lastAt: bigint('last_at'),
  },
});
export const deviceResultPlan: MergePlan<DeviceResultRow> = {
  keys: ['at', 'deviceId', 'digest'],
  add: sums,
  least: [],
  greatest: ['lastAt'],
};

export const modelResultTable = new EntitySchema<ModelResultRow>({
  name: 'model_result_tally',
  columns: {
    ...keyColumns,
    ...sumColumns,
    ...Object.fromEntries(binNames.map((name) => [name, bigint(name)])),
  },
});
export const modelResultPlan: MergePlan<ModelResultRow> = {
  keys: ['at', 'digest'],
  add: [...sums, ...binNames],
  least: [],
  greatest: [],
};

/** How devices call a model. */
export interface ReportedModelRow {
  readonly digest: string;
  readonly name: string;
  readonly modelVersion: string;
}
export const reportedModelTable = new EntitySchema<ReportedModelRow>({
  name: 'reported_model',
  columns: {
    digest: key(text('digest', 64)),
    name: text('name', 128),
    modelVersion: text('model_version', 64),
  },
});

/** Which entries of a device's journal were counted: one that comes again counts no second time. */
export interface CountedJournalRow {
  readonly deviceId: string;
  readonly journal: string;
  /** As `SeenRanges`. */
  readonly ranges: readonly number[];
  /** When something of it came last, milliseconds since 1970. */
  readonly heardAt: number;
}
export const countedJournalTable = new EntitySchema<CountedJournalRow>({
  name: 'counted_journal',
  columns: {
    deviceId: key(text('device_id', 26)),
    journal: key(text('journal', 64)),
    ranges: json('ranges'),
    heardAt: bigint('heard_at'),
  },
});
