import { type InferenceEntry, entryId } from '@tutti/contracts/devices';
import { mergeMany, type MergePlan } from '@tutti/database';
import type { EntityManager } from 'typeorm';
import type { InferenceRow } from '../inference/inference.row';
import { keyOf, type Arrival } from '../telemetry/entry';
import { warningTable, type WarningRow } from './warning.table';

const plan: MergePlan<WarningRow> = {
  keys: ['deviceId', 'model', 'modelVersion'],
  add: ['results'],
  least: ['lowest', 'since'],
  greatest: ['below', 'until'],
};

/** One row per device and model: what its results amount to. */
const merged = (rows: readonly WarningRow[]): WarningRow => {
  const [first] = rows;
  if (!first) throw new Error('There is nothing to merge.');
  const of = (name: 'lowest' | 'below' | 'since' | 'until'): number[] => rows.map((row) => row[name] ?? 0);
  return {
    ...first,
    results: rows.length,
    lowest: Math.min(...of('lowest')),
    below: Math.max(...of('below')),
    since: Math.min(...of('since')),
    until: Math.max(...of('until')),
  };
};

/** Counts new results below the warning score, within the transaction that stores them: a repeat counts no second time. */
export const gatherWarnings = async (
  manager: EntityManager,
  arrivals: readonly Arrival<InferenceEntry>[],
  fresh: readonly InferenceRow[],
): Promise<void> => {
  const arrived = new Map(arrivals.map((arrival) => [entryId(keyOf(arrival)), arrival]));
  const rows = fresh
    .filter(({ warning }) => warning)
    .map((row): WarningRow => {
      const { deviceId, model, modelVersion, score: lowest } = row;
      const { receivedAt = 0, warningScore = null } = arrived.get(entryId(row)) ?? {};
      const times = { since: receivedAt, until: receivedAt, telling: null, toldAt: null };
      return { deviceId, model, modelVersion, results: 1, lowest, below: warningScore, ...times };
    });
  const groups = Map.groupBy(rows, ({ deviceId, model, modelVersion }) =>
    JSON.stringify([deviceId, model, modelVersion]),
  );
  await mergeMany(manager, warningTable, [...groups.values()].map(merged), plan);
};
