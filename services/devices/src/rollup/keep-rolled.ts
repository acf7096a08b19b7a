import { entryId } from '@tutti/contracts/devices';
import { mergeMany, upsertMany } from '@tutti/database';
import { portions } from '@tutti/kernel';
import { In, type EntityManager, type FindOptionsWhere } from 'typeorm';
import { rebuild } from './rebuild';
import { minute, rollupOf, startOf, type RawRow, type Rollup, type RollupKey } from './rollup';
import { holdRollup } from './rollup-state';

/** Devices (with their journals) per query. */
const chunk = 100;

interface Journal {
  readonly deviceId: string;
  readonly journal: string;
  readonly seqs: number[];
}

const byJournal = (rows: readonly RawRow[]): readonly Journal[] => {
  const journals = new Map<string, Journal>();
  for (const { deviceId, journal, seq } of rows) {
    const id = `${deviceId}.${journal}`;
    const known = journals.get(id) ?? { deviceId, journal, seqs: [] };
    known.seqs.push(seq);
    journals.set(id, known);
  }
  return [...journals.values()];
};

/** What is stored already under the keys of these rows: nothing, unless something is sent again. */
const storedLike = async <Raw extends RawRow, Row extends RollupKey>(
  manager: EntityManager,
  { raw, reads }: Rollup<Raw, Row>,
  rows: readonly Raw[],
): Promise<readonly Raw[]> => {
  const journals = byJournal(rows);
  const stored: Raw[] = [];
  for (const some of portions(journals, chunk)) {
    const where = some.map(() => '(device_id = ? AND journal = ? AND seq IN (#))').join(' OR ');
    const sql = some.reduce((text, { seqs }) => text.replace('#', seqs.map(() => '?').join(',')), where);
    const parameters = some.flatMap(({ deviceId, journal, seqs }) => [deviceId, journal, ...seqs]);
    const keys: { device_id: string; journal: string; seq: number | string }[] = await manager.query(
      `SELECT device_id, journal, seq FROM ${raw.options.name} WHERE ${sql}`,
      parameters,
    );
    const found = keys.map(({ device_id, journal, seq }) => ({
      deviceId: device_id,
      journal,
      seq: Number(seq),
    }));
    for (const { deviceId, journal, seqs } of byJournal(found.map((key) => ({ ...key, at: 0 })))) {
      const these = { deviceId, journal, seq: In(seqs) } as FindOptionsWhere<Raw>;
      stored.push(...(await manager.find(raw, { where: these, select: reads })));
    }
  }
  return stored;
};

const isSame = (a: RollupKey, b: RollupKey): boolean => JSON.stringify(a) === JSON.stringify(b);

/**
 * Stores raw rows and keeps their roll-up right, within the caller's transaction. A row that was there counts no second
 * time; where it says something else than before, its minutes are counted anew. Minutes that are closed stay as they are.
 * Answers with the rows that were not there.
 */
export const keepRolled = async <Raw extends RawRow, Row extends RollupKey>(
  manager: EntityManager,
  rollup: Rollup<Raw, Row>,
  rows: readonly Raw[],
): Promise<readonly Raw[]> => {
  const { closedBefore } = await holdRollup(manager, rollup.kind);
  const stored = await storedLike(manager, rollup, rows);
  await upsertMany(manager, rollup.raw, rows, ['deviceId', 'journal', 'seq']);
  const before = new Map(stored.map((row) => [entryId(row), row]));
  const isOpen = (at: number): boolean => startOf(at, minute) >= closedBefore;
  const fresh = rows.filter((row) => !before.has(entryId(row)));
  const counted = fresh.filter(({ at }) => isOpen(at));
  await mergeMany(manager, rollup.table, rollupOf(rollup, counted), rollup.plan);
  const stale = new Map<string, number[]>();
  for (const row of rows) {
    const was = before.get(entryId(row));
    if (!was || isSame(rollup.of(was), rollup.of(row))) continue;
    const minutes = [was.at, row.at].filter(isOpen).map((at) => startOf(at, minute));
    stale.set(row.deviceId, [...(stale.get(row.deviceId) ?? []), ...minutes]);
  }
  for (const [deviceId, minutes] of stale) await rebuild(manager, rollup, { deviceId, minutes });
  return fresh;
};
