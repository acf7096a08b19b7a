import type { ImportFormat, ImportJob } from '@tutti/contracts/datasets';
import { countsOf, type ImportJobRow } from './import-job.table';

const time = (at: number): string => new Date(at).toISOString();

const sourceOf = ({ source, format }: ImportJobRow): ImportJob['source'] =>
  source.kind === 'archive'
    ? {
        kind: 'archive',
        format: (format as ImportFormat | null) ?? source.format ?? null,
        fileName: source.fileName ?? null,
        bytes: source.bytes ?? 0,
        lossy: source.lossy ?? false,
        newClasses: source.newClasses ?? 'refuse',
      }
    : source;

/** A row as the API shows it. */
export const toImportJob = (row: ImportJobRow): ImportJob => ({
  id: row.id,
  datasetId: row.datasetId,
  dryRun: row.dryRun,
  state: row.state,
  cancelling: row.state === 'running' && row.cancelledBy !== null,
  source: sourceOf(row),
  phase: row.phase,
  progress: { done: row.done, total: row.total },
  counts: countsOf(row),
  missingClasses: [...row.missing],
  startedAt: time(row.startedAt),
  startedBy: row.startedBy,
  endedAt: row.endedAt === null ? null : time(row.endedAt),
  failure: row.state === 'failed' ? { code: row.code ?? 'import.failed', message: row.message ?? '' } : null,
});
