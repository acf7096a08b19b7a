import { scoreBins } from '@tutti/contracts/summary';
import { quarterOf } from './quarter.state';
import {
  binNames,
  type BinName,
  type DeviceResultRow,
  type ModelResultRow,
  type ReportedModelRow,
  type ResultSums,
} from './result-tally.table';
import type { CountedEntry } from './telemetry-batch';

/** An entry that counts, and whose it is. */
export interface Counted {
  readonly deviceId: string;
  /** When it happened, as far as the device's clock can be believed. */
  readonly at: number;
  readonly entry: CountedEntry;
}

export interface ResultTally {
  readonly devices: readonly DeviceResultRow[];
  readonly models: readonly ModelResultRow[];
  readonly reported: readonly ReportedModelRow[];
}

const millionths = 1_000_000;
const noBins = Object.fromEntries(binNames.map((name) => [name, 0])) as Readonly<Record<BinName, number>>;

export const binOf = (score: number): BinName =>
  `bin${Math.min(Math.floor(score * scoreBins), scoreBins - 1)}`;

const sumsOf = ({ score, bytes }: CountedEntry): ResultSums =>
  score === null
    ? { results: 0, volume: 0, scoreSum: 0, failures: 1 }
    : { results: 1, volume: bytes, scoreSum: Math.round(score * millionths), failures: 0 };

const plus = (a: ResultSums, b: ResultSums): ResultSums => ({
  results: a.results + b.results,
  volume: a.volume + b.volume,
  scoreSum: a.scoreSum + b.scoreSum,
  failures: a.failures + b.failures,
});

const none: ResultSums = { results: 0, volume: 0, scoreSum: 0, failures: 0 };

const withBin = (row: ModelResultRow, score: number | null): ModelResultRow => {
  if (score === null) return row;
  const bin = binOf(score);
  return { ...row, [bin]: (row[bin] ?? 0) + 1 };
};

/** What entries amount to, by quarter of an hour, device and model. */
export const countResults = (counted: readonly Counted[]): ResultTally => {
  const devices = new Map<string, DeviceResultRow>();
  const models = new Map<string, ModelResultRow>();
  const reported = new Map<string, ReportedModelRow>();
  for (const { deviceId, at: time, entry } of counted) {
    const { model, score } = entry;
    const digest = model?.digest ?? '';
    const at = quarterOf(time);
    const sums = sumsOf(entry);
    if (model) reported.set(digest, { digest, name: model.name, modelVersion: model.version });

    const ofDevice = `${at} ${deviceId} ${digest}`;
    const device = devices.get(ofDevice) ?? { at, deviceId, digest, ...none, lastAt: time };
    devices.set(ofDevice, { ...device, ...plus(device, sums), lastAt: Math.max(time, device.lastAt) });

    const ofModel = `${at} ${digest}`;
    const all = models.get(ofModel) ?? { at, digest, ...none, ...noBins };
    models.set(ofModel, withBin({ ...all, ...plus(all, sums) }, score));
  }
  return { devices: [...devices.values()], models: [...models.values()], reported: [...reported.values()] };
};
