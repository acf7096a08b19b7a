import type { TrainingTask } from '@tutti/contracts/training';
import { subjectOf, type EventLog } from '@tutti/event-store';
import type { FieldFault } from '@tutti/kernel';
import { liveRows } from '@tutti/runtime';
import type { DataSource } from 'typeorm';
import { knownDatasetListProjection, type KnownDatasetRow } from '../dataset/known-dataset-list.projection';
import { knownDatasetListTable } from '../dataset/known-dataset-list.table';
import type { Projections } from '../open-projections';
import { refused } from '../refused.decider';

interface Parts {
  readonly database: DataSource;
  readonly log: EventLog;
  readonly projections: Pick<Projections, 'knownDatasets'>;
}

const problemOf = (
  row: KnownDatasetRow | undefined,
  first: KnownDatasetRow | undefined,
  task: TrainingTask,
): string | undefined => {
  if (!row) return 'is no dataset, or its data was deleted';
  if (row.task !== task) return `is the dataset “${row.name}” for ${row.task}: it must be for ${task}`;
  if (!first || row.labelSchemaId === first.labelSchemaId) return undefined;
  return `is the dataset “${row.name}”, which has other labels than “${first.name}”: they must share a label schema`;
};

/** Throws `stream.dataset-unfit` unless all of them are there, are for the task, and share the label schema of the first. */
export const assertFitting = async (
  { database, log, projections }: Parts,
  ids: readonly string[],
  task: TrainingTask,
): Promise<void> => {
  if (ids.length === 0) return;
  await projections.knownDatasets.waitFor(
    await log.lastPosition(ids.map((id) => subjectOf('datasets', 'dataset', id))),
  );
  const rows = await liveRows(database, knownDatasetListTable, knownDatasetListProjection)
    .andWhere('row.id IN (:...ids)', { ids })
    .getMany();
  const byId = new Map<string, KnownDatasetRow>(rows.map((row) => [row.id, row]));
  const first = byId.get(ids[0] ?? '');
  const faults = ids.flatMap((id, index): FieldFault[] => {
    const twice = ids.indexOf(id) < index ? 'is named twice' : undefined;
    const detail = twice ?? problemOf(byId.get(id), first, task);
    return detail === undefined ? [] : [{ pointer: `/datasets/${index}`, detail }];
  });
  const [fault] = faults;
  if (fault) throw refused('stream.dataset-unfit', `${fault.pointer} ${fault.detail}.`, { faults });
};
