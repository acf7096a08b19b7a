import { importErrors, type DatasetEvent } from '@tutti/contracts/datasets';
import { transaction } from '@tutti/database';
import { subjectOf, type EventLog } from '@tutti/event-store';
import type { Recorded } from '@tutti/kernel';
import { liveRows } from '@tutti/runtime';
import type { DataSource } from 'typeorm';
import { datasetListProjection } from '../dataset/dataset-list.projection';
import { datasetListTable } from '../dataset/dataset-list.table';
import { importJobTable, newJob, type ImportJobRow } from './import-job.table';
import type { Ending, ImportJobs } from './import-jobs';

interface AdoptParts {
  readonly database: DataSource;
  readonly log: EventLog;
  readonly jobs: ImportJobs;
}

/**
 * Brings rows and log together: whoever died after an import had started in the log left no row, and after it had ended
 * one that says it runs. Rows of datasets that were deleted go with them, and dry runs after a while.
 */
export const adoptImports = async (parts: AdoptParts): Promise<void> => {
  const importing = await liveRows(parts.database, datasetListTable, datasetListProjection)
    .andWhere("row.status = 'importing'")
    .getMany();
  const running = importing.flatMap((dataset) => dataset.running.map((id) => [id, dataset.id] as const));
  const unread: unknown[] = [];
  const noted = (error: unknown): void => void unread.push(error);
  for (const [id, datasetId] of running) await adoptMissing(parts, datasetId, id).catch(noted);
  for (const job of await parts.jobs.running(['archive', 'devices', 'upload']))
    if (!job.dryRun && !running.some(([id]) => id === job.id)) await endEnded(parts, job).catch(noted);
  await deletePurged(parts.database);
  await parts.jobs.forgetDryRuns();
  if (unread.length > 0) throw new AggregateError(unread, 'Some imports could not be compared with the log');
};

const adoptMissing = async (parts: AdoptParts, datasetId: string, id: string): Promise<void> => {
  if (await parts.jobs.find(id)) return;
  const { started, ending } = await storyOf(parts, datasetId, id);
  if (started && !ending) await parts.jobs.insert(started);
};

const endEnded = async (parts: AdoptParts, job: ImportJobRow): Promise<void> => {
  const { started, ending } = await storyOf(parts, job.datasetId, job.id);
  // Without an ending it has only just started, and the read model is behind.
  if (ending || !started) await parts.jobs.end(job.id, ending ?? lost);
};

interface Story {
  readonly started?: ImportJobRow;
  readonly ending?: Ending;
}

/** The log does not know it: of a log that was restored, say. */
const lost: Ending = {
  state: 'failed',
  code: importErrors['import.not-found'].code,
  message: 'The event log does not know this import.',
  reportDigest: null,
};

const endingOf = (event: DatasetEvent): Ending | undefined => {
  switch (event.type) {
    case 'ImportFinished':
      return {
        state: 'finished',
        code: null,
        message: null,
        reportDigest: event.data.report?.digest ?? null,
      };
    case 'ImportCancelled':
      return {
        state: 'cancelled',
        code: null,
        message: null,
        reportDigest: event.data.report?.digest ?? null,
      };
    case 'ImportFailed': {
      const { code, message, report } = event.data;
      return { state: 'failed', code, message, reportDigest: report?.digest ?? null };
    }
    default:
      return undefined;
  }
};

/** What the log says of one import. */
const storyOf = async ({ log }: AdoptParts, datasetId: string, id: string): Promise<Story> => {
  const commits = await log.loadConfirmed(subjectOf('datasets', 'dataset', datasetId), 0);
  const events = commits.flatMap((commit) => commit.events) as readonly Recorded<DatasetEvent>[];
  const own = events.filter(({ event }) => 'importId' in event.data && event.data.importId === id);
  const ending = own.map(({ event }) => endingOf(event)).find((one) => one !== undefined);
  const begun = own.flatMap(({ event, time, metadata }) =>
    event.type === 'ImportStarted'
      ? [{ source: event.data.source, startedAt: time.getTime(), startedBy: metadata.authId ?? null }]
      : [],
  )[0];
  return {
    ...(begun ? { started: newJob({ id, datasetId, dryRun: false, ...begun }) } : {}),
    ...(ending ? { ending } : {}),
  };
};

const deletePurged = async (database: DataSource): Promise<void> => {
  const purged = await liveRows(database, datasetListTable, datasetListProjection)
    .andWhere("row.status = 'purged'")
    .andWhere(`EXISTS (SELECT 1 FROM ${importJobTable.options.name} job WHERE job.dataset_id = row.id)`)
    .limit(100)
    .getMany();
  for (const { id } of purged)
    await transaction(database, (manager) => manager.delete(importJobTable, { datasetId: id }));
};
