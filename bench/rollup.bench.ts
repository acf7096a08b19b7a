import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { transaction, upsertMany } from '@tutti/database';
import { openDevicesDatabase } from '@tutti/devices';
import {
  inferenceRates,
  inferenceRollup,
  inferenceTable,
  keepRolled,
  rollupStateTable,
  type InferenceRow,
} from '@tutti/devices/testing';
import type { DataSource } from 'typeorm';
import { median, report } from './report';

/** What roll-ups cost while telemetry comes in, and what they save when a chart is drawn. */

const dayMs = 86_400_000;
const start = Date.parse('2026-05-01T00:00:00Z');
const dir = mkdtempSync(join(tmpdir(), 'tutti-bench-'));
const probabilities = Object.fromEntries(Array.from({ length: 10 }, (_, digit) => [String(digit), 0.1]));

const result = (device: number, seq: number, at: number): InferenceRow => ({
  deviceId: `device${String(device).padStart(20, '0')}`,
  journal: 'j',
  seq,
  at,
  model: 'digits',
  modelVersion: 'v1.0',
  modelDigest: 'f'.repeat(64),
  task: 'classification',
  label: '7',
  score: (seq % 100) / 100,
  probabilities,
  boxes: [],
  latencyMs: seq % 50,
  inputFile: 'a.png',
  truth: '7',
  correct: true,
  warning: false,
  preview: null,
  note: null,
});

const open = (name: string): Promise<DataSource> => openDevicesDatabase(`sqlite:${join(dir, name)}`);
type Keep = (database: DataSource, rows: readonly InferenceRow[]) => Promise<unknown>;
const plain: Keep = (database, rows) =>
  transaction(database, (manager) =>
    upsertMany(manager, inferenceTable, rows, ['deviceId', 'journal', 'seq']),
  );
const rolled: Keep = (database, rows) =>
  transaction(database, (manager) => keepRolled(manager, inferenceRollup, rows));

const messagesPerBatch = 500;
const devices = 10_000;
const batches = 60;

/** Messages per second of 10,000 devices in turn, 500 messages to a transaction as the intake takes them. */
const ingest = async (name: string, keep: Keep, perMessage: number): Promise<number> => {
  const database = await open(name);
  let message = 0;
  const batch = (): InferenceRow[] =>
    Array.from({ length: messagesPerBatch }, () => {
      const [device, round] = [message % devices, Math.floor(message / devices)];
      message += 1;
      return Array.from({ length: perMessage }, (_, n) =>
        result(device, round * perMessage + n, start + round * 10_000 + n * 100),
      );
    }).flat();
  await keep(database, batch());
  const began = performance.now();
  for (let n = 0; n < batches; n++) await keep(database, batch());
  const rate = ((batches * messagesPerBatch) / (performance.now() - began)) * 1000;
  await database.destroy();
  return rate;
};

const ratios = async (perMessage: number): Promise<{ readonly rate: number; readonly ratio: number }> => {
  const measured: { rate: number; ratio: number }[] = [];
  for (let round = 0; round < 3; round++) {
    const without = await ingest(`plain${perMessage}-${round}`, plain, perMessage);
    const rate = await ingest(`rolled${perMessage}-${round}`, rolled, perMessage);
    measured.push({ rate, ratio: rate / without });
  }
  return {
    rate: median(measured.map(({ rate }) => rate)),
    ratio: median(measured.map(({ ratio }) => ratio)),
  };
};

const rows = 820_000;

/** Thirty days of a small fleet, as many results as a chart of the fleet read in half a second. */
const fill = async (): Promise<DataSource> => {
  const database = await open('month');
  for (let from = 0; from < rows; from += 5000)
    await rolled(
      database,
      Array.from({ length: 5000 }, (_, n) =>
        result((from + n) % 20, from + n, start + ((from + n) / rows) * 30 * dayMs),
      ),
    );
  return database;
};

const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const took: number[] = [];
  for (let n = 0; n < 7; n++) {
    const began = performance.now();
    await work();
    took.push(performance.now() - began);
  }
  return median(took);
};

const options = { now: new Date(start + 30 * dayMs), minuteDays: 45 };
const chart = (database: DataSource, days: number, deviceId?: string) => (): Promise<unknown> =>
  inferenceRates(
    database,
    {
      from: new Date(start + (30 - days) * dayMs).toISOString(),
      to: options.now.toISOString(),
      stepSeconds: days > 1 ? 10_800 : 900,
      ...(deviceId === undefined ? {} : { deviceId }),
    },
    options,
  );

const single = await ratios(1);
const ten = await ratios(10);
const month = await fill();
const device = result(0, 0, 0).deviceId;
const read = async (): Promise<readonly number[]> => [
  await timed(chart(month, 30)),
  await timed(chart(month, 1)),
  await timed(chart(month, 30, device)),
];
const sums = await read();
await transaction(month, (manager) =>
  manager.update(rollupStateTable, { kind: 'inference' }, { fillUntil: Number.MAX_SAFE_INTEGER }),
);
const raw = await read();
await month.destroy();
rmSync(dir, { recursive: true });
const times = (index: number): number => (raw[index] ?? Number.NaN) / (sums[index] ?? Number.NaN);

report('rollup', [
  {
    name: 'intake with roll-ups, 1 result per message',
    value: single.rate,
    unit: 'messages/s',
    goal: '>=1111',
  },
  { name: 'with / without roll-ups, 1 result per message', value: single.ratio, unit: 'x' },
  {
    name: 'intake with roll-ups, 10 results per message',
    value: ten.rate,
    unit: 'messages/s',
    goal: '>=1111',
  },
  { name: 'with / without roll-ups, 10 results per message', value: ten.ratio, unit: 'x' },
  { name: '30 days of a fleet, 820,000 results: from rows', value: raw[0] ?? Number.NaN, unit: 'ms' },
  { name: '30 days of a fleet: from sums', value: sums[0] ?? Number.NaN, unit: 'ms', goal: '<=10' },
  { name: '30 days of a fleet: rows / sums', value: times(0), unit: 'x' },
  { name: '1 day of a fleet: rows / sums', value: times(1), unit: 'x' },
  { name: '30 days of a device: from sums', value: sums[2] ?? Number.NaN, unit: 'ms', goal: '<=10' },
  { name: '30 days of a device: rows / sums', value: times(2), unit: 'x' },
]);
