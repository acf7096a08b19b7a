import { transaction, upsertMany } from '@tutti/database';
import { testDatabase, type TestDatabase } from '@tutti/testing';
import fc from 'fast-check';
import type { DataSource } from 'typeorm';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { inferenceRates } from '../src/inference/inference-rates';
import { inferenceRollup, inferenceRollupTable } from '../src/inference/inference.rollup';
import type { InferenceRow } from '../src/inference/inference.row';
import { inferenceTable } from '../src/inference/inference.table';
import { fillRollup } from '../src/rollup/fill-rollup';
import { keepRolled } from '../src/rollup/keep-rolled';
import { rollupOf, type RollupKey } from '../src/rollup/rollup';
import { closeRollup, isComplete, rollupState } from '../src/rollup/rollup-state';
import { rollupStateTable } from '../src/rollup/rollup-state.table';
import { measured, noon, result } from '../src/rollup/rollup.fixture';
import { openDevicesDatabase } from '../src/storage/open-devices-database';
import { vitalsSteps } from '../src/vitals/vitals-steps';
import { vitalsRollup } from '../src/vitals/vitals.rollup';
import { vitalsTable } from '../src/vitals/vitals.table';

let place: TestDatabase;
let database: DataSource;
beforeEach(async () => {
  place = await testDatabase();
  database = await openDevicesDatabase(place.url);
});
afterEach(async () => {
  await database.destroy();
  await place.dispose();
});

const keep = (rows: readonly InferenceRow[]) =>
  transaction(database, (manager) => keepRolled(manager, inferenceRollup, rows));

const sorted = <Row extends RollupKey>(rows: readonly Row[]): readonly Row[] =>
  rows.toSorted((a, b) =>
    JSON.stringify(Object.entries(a).sort()) < JSON.stringify(Object.entries(b).sort()) ? -1 : 1,
  );

const stored = async () => sorted(await database.manager.find(inferenceRollupTable));
const expected = async () => sorted(rollupOf(inferenceRollup, await database.manager.find(inferenceTable)));

const last = (rows: readonly InferenceRow[]): readonly InferenceRow[] => [
  ...new Map(rows.map((row) => [`${row.deviceId}.${row.seq}`, row])).values(),
];

const arrival = fc
  .record({
    deviceId: fc.constantFrom('a', 'b', 'c'),
    seq: fc.nat(12),
    minute: fc.nat(130),
    modelVersion: fc.constantFrom('v1.0', 'v1.1'),
    score: fc.constantFrom(0.1, 0.55, 0.9),
    truth: fc.constantFrom(null, '7', '8'),
    /** Most entries come again as they were; some say something else. */
    changes: fc.boolean(),
  })
  .map(({ seq, minute, changes, deviceId, ...given }) =>
    changes
      ? result(seq, {
          ...given,
          deviceId,
          at: noon + minute * 60_000,
          correct: given.truth === null ? null : given.truth === '7',
        })
      : result(seq, { deviceId }),
  );

describe('a roll-up', () => {
  test('is the fold of the raw rows, however they come, again, late or changed', () =>
    fc.assert(
      fc.asyncProperty(fc.array(fc.array(arrival, { maxLength: 12 }), { maxLength: 8 }), async (batches) => {
        await transaction(database, async (manager) => {
          await manager.deleteAll(inferenceTable);
          await manager.deleteAll(inferenceRollupTable);
        });
        for (const batch of batches) await keep(last(batch));
        expect(await stored()).toEqual(await expected());
      }),
      { numRuns: 60 },
    ));

  test('counts an entry that is sent again once', async () => {
    const rows = Array.from({ length: 300 }, (_, seq) => result(seq));
    await keep(rows);
    const before = await stored();
    await keep(rows.slice(100));
    await keep(rows.toReversed());
    expect(await stored()).toEqual(before);
    expect(before.find(({ span, deviceId }) => span === 3600 && deviceId === '*')).toMatchObject({
      results: 300,
    });
  });

  test('is final once raw rows may be gone', async () => {
    await keep([result(1), result(70)]);
    await closeRollup(database, 'inference', noon + 60_000);
    await transaction(database, (manager) => manager.delete(inferenceTable, { seq: 1 }));
    await keep([result(1), result(2), result(71)]);
    const minutes = (await stored()).filter(({ span, deviceId }) => span === 60 && deviceId === 'a');
    expect(minutes.map(({ results }) => results).toSorted()).toEqual([1, 2]);
    await closeRollup(database, 'inference', noon);
    expect(await rollupState(database, 'inference')).toMatchObject({ closedBefore: noon + 60_000 });
  });

  test('takes in what was there before it, hour by hour, while more arrives', async () => {
    const rows = Array.from({ length: 200 }, (_, seq) => result(seq, { at: noon + seq * 600_000 }));
    await transaction(database, async (manager) => {
      await upsertMany(manager, inferenceTable, rows, ['deviceId', 'journal', 'seq']);
      await manager.update(rollupStateTable, { kind: 'inference' }, { fillUntil: noon + 200 * 600_000 });
    });
    expect(isComplete(await rollupState(database, 'inference'))).toBe(false);
    await keep([result(500), result(501, { deviceId: 'b' }), result(7, { at: noon + 7 * 600_000 })]);
    await fillRollup(database, inferenceRollup, new AbortController().signal);
    expect(isComplete(await rollupState(database, 'inference'))).toBe(true);
    expect(await stored()).toEqual(await expected());
  });
});

const options = { now: new Date(noon + 3 * 3_600_000), minuteDays: 45 };
const range = { from: new Date(noon).toISOString(), to: new Date(noon + 2 * 3_600_000).toISOString() };

describe('charts', () => {
  test.each([60, 600, 3600])(
    'of results in steps of %d s are the same from raw rows and from sums',
    async (stepSeconds) => {
      const rows = Array.from({ length: 400 }, (_, seq) =>
        result(seq, {
          deviceId: seq % 3 === 0 ? 'b' : 'a',
          at: noon + seq * 17_000,
          modelVersion: seq % 2 === 0 ? 'v1.0' : 'v1.1',
          score: (seq % 11) / 10,
          truth: seq % 5 === 0 ? null : '7',
          correct: seq % 5 === 0 ? null : seq % 7 !== 0,
        }),
      );
      await keep(rows);
      const queries = [{}, { deviceId: 'a' }, { modelVersion: 'v1.1' }, { deviceId: 'b', model: 'digits' }];
      const ask = () =>
        Promise.all(
          queries.map((query) => inferenceRates(database, { ...range, ...query, stepSeconds }, options)),
        );
      const fromSums = await ask();
      await transaction(database, (manager) =>
        manager.update(rollupStateTable, { kind: 'inference' }, { fillUntil: Number.MAX_SAFE_INTEGER }),
      );
      const fromRows = await ask();
      const close = (value: unknown): unknown =>
        typeof value === 'number' ? Number(value.toFixed(6)) : value;
      const rounded = (answers: unknown): unknown =>
        JSON.parse(JSON.stringify(answers, (_, value: unknown) => close(value)));
      expect(rounded(fromSums)).toEqual(rounded(fromRows));
      expect(fromSums.map(({ total }) => total.count)).toEqual([400, 266, 200, 134]);
    },
  );

  test('of measurements have mean, least and greatest, and leave out what nobody measured', async () => {
    const rows = [
      measured(0, { cpu: 0.2, temperatureCelsius: 40 }),
      measured(10, { cpu: 0.4 }),
      measured(600, { cpu: 1, memoryUsedBytes: 2000 }),
    ];
    await transaction(database, (manager) => keepRolled(manager, vitalsRollup, rows));
    const { items } = await vitalsSteps(database, 'a', { ...range, stepSeconds: 60 }, options);
    expect(items).toMatchObject([
      { at: range.from, samples: 2, cpu: { min: 0.2, max: 0.4 }, temperatureCelsius: { mean: 40 } },
      { samples: 1, memoryUsedBytes: { mean: 2000 }, memoryTotalBytes: 4000, temperatureCelsius: null },
    ]);
    expect(items[0]?.cpu.mean).toBeCloseTo(0.3, 9);
    const raw = await vitalsSteps(
      database,
      'a',
      { ...range, to: new Date(noon + 60_000).toISOString(), stepSeconds: 30 },
      options,
    );
    expect(raw.items).toMatchObject([
      { samples: 2, cpu: { min: 0.2, max: 0.4 }, temperatureCelsius: { mean: 40 } },
    ]);
    expect(await database.manager.count(vitalsTable)).toBe(3);
  });
});
