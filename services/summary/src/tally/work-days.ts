import { liveRows } from '@tutti/runtime';
import type { EntityManager } from 'typeorm';
import type { DayModel, DayRollout, DayRun } from './day-data';
import type { DaySpan } from './day-span';
import { datasetCounts, datasetQuarterProjection, type DatasetCounts } from './dataset-quarter.projection';
import { asOf } from './quarter.state';
import { reportedModelTable } from './result-tally.table';
import {
  rolloutQuarterProjection,
  rolloutTallyProjection,
  type RolloutTallyRow,
} from './rollout-tally.projection';
import {
  datasetQuarterTable,
  modelTallyTable,
  rolloutQuarterTable,
  rolloutTallyTable,
  runTallyTable,
  solutionTallyTable,
  streamTallyTable,
} from './tally.table';
import {
  modelTallyProjection,
  runTallyProjection,
  solutionTallyProjection,
  streamTallyProjection,
} from './training-tally.projection';

type Sums<Name extends string> = Readonly<Record<Name, number | string | null>>;

export const datasetsOf = async (manager: EntityManager, { from, to }: DaySpan): Promise<DatasetCounts> => {
  const query = liveRows(manager, datasetQuarterTable, datasetQuarterProjection)
    .select('COUNT(*)', 'quarters')
    .andWhere('row.at >= :from AND row.at < :to', { from, to });
  for (const name of datasetCounts) query.addSelect(`SUM(row.${name})`, name);
  const sums = await query.getRawOne<Sums<keyof DatasetCounts>>();
  return Object.fromEntries(datasetCounts.map((name) => [name, Number(sums?.[name] ?? 0)])) as DatasetCounts;
};

/** How streams and solutions are called, and whose models are. What devices say stands where nobody else knows. */
export const namesOf = async (manager: EntityManager) => {
  const models = await liveRows(manager, modelTallyTable, modelTallyProjection).getMany();
  const streams = await liveRows(manager, streamTallyTable, streamTallyProjection).getMany();
  const solutions = await liveRows(manager, solutionTallyTable, solutionTallyProjection).getMany();
  const reported = await manager.find(reportedModelTable);
  const nobodys = { streamId: null, solutionKey: null, solutionVersion: null };
  const known = new Map<string, DayModel>(
    reported.map(({ digest, name, modelVersion }) => [digest, { name, modelVersion, ...nobodys }]),
  );
  // Of two models with the same bytes it is the one of a stream.
  for (const model of [...models].sort((a, b) => Number(a.streamId !== null) - Number(b.streamId !== null)))
    known.set(model.digest, model);
  return {
    models: known,
    versionsByRun: new Map(models.map(({ runId, modelVersion }) => [runId, modelVersion])),
    streamNames: new Map(streams.map(({ id, name }) => [id, name])),
    solutionNames: new Map(solutions.map(({ id, name }) => [id, name])),
  };
};

/** Runs that ended before a time, in the order of their ends. */
export const runsBefore = async (
  manager: EntityManager,
  at: number,
  versions: ReadonlyMap<string | null, string>,
): Promise<readonly DayRun[]> => {
  const rows = await liveRows(manager, runTallyTable, runTallyProjection)
    .andWhere('row.endedAt < :at', { at })
    .orderBy('row.endedAt')
    .addOrderBy('row.id')
    .getMany();
  return rows.map((row) => ({ ...row, modelVersion: versions.get(row.id) ?? null }));
};

const devicesOfRollouts = async (manager: EntityManager, { from, to }: DaySpan) => {
  const found = await liveRows(manager, rolloutQuarterTable, rolloutQuarterProjection)
    .select('row.rolloutId', 'rolloutId')
    .addSelect('SUM(row.confirmed)', 'confirmed')
    .addSelect('SUM(row.otherwise)', 'otherwise')
    .addSelect('SUM(row.rolledBack)', 'rolledBack')
    .addSelect('SUM(row.failed)', 'failed')
    .andWhere('row.at >= :from AND row.at < :to', { from, to })
    .groupBy('row.rolloutId')
    .getRawMany<{ readonly rolloutId: string } & Sums<'confirmed' | 'otherwise' | 'rolledBack' | 'failed'>>();
  return found.map(({ rolloutId, ...sums }) => ({
    rolloutId,
    confirmed: Number(sums.confirmed),
    otherwise: Number(sums.otherwise),
    rolledBack: Number(sums.rolledBack),
    failed: Number(sums.failed),
  }));
};

type Devices = Awaited<ReturnType<typeof devicesOfRollouts>>;

const sumOf = (devices: Devices, name: 'confirmed' | 'rolledBack' | 'failed'): number =>
  devices.reduce((sum, one) => sum + one[name], 0);

const noDevices = { confirmed: 0, otherwise: 0, rolledBack: 0, failed: 0 };

const dayRollout = (row: RolloutTallyRow, to: number, devices: typeof noDevices): DayRollout => {
  const { id, name, model, startedAt, endedAt } = row;
  // Whoever was tried twice counts once in what is said at the end.
  const said = endedAt !== null && endedAt < to ? row : undefined;
  return {
    ...{ id, name, model, startedAt, endedAt },
    status: asOf(row.status, row.past, to),
    succeeded: said?.succeeded ?? devices.confirmed + devices.otherwise,
    failed: said?.failed ?? devices.rolledBack + devices.failed,
  };
};

/** Rollouts that were at work on a day, and what became of devices on it. */
export const rolloutsOf = async (manager: EntityManager, span: DaySpan) => {
  const rows = await liveRows(manager, rolloutTallyTable, rolloutTallyProjection)
    .andWhere('row.startedAt < :to AND (row.endedAt IS NULL OR row.endedAt >= :from)', { ...span })
    .orderBy('row.startedAt', 'DESC')
    .addOrderBy('row.id')
    .getMany();
  const today = await devicesOfRollouts(manager, span);
  const sofar = new Map(
    (await devicesOfRollouts(manager, { from: 0, to: span.to })).map((one) => [one.rolloutId, one]),
  );
  const rollouts = rows.map((row) => dayRollout(row, span.to, sofar.get(row.id) ?? noDevices));
  const rolledOut = {
    confirmed: sumOf(today, 'confirmed'),
    rolledBack: sumOf(today, 'rolledBack'),
    failed: sumOf(today, 'failed'),
  };
  return { rollouts, rolledOut };
};
