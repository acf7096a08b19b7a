import { z } from 'zod';
import { listOf, timestamp } from '../common';
import { classKey } from './classes';
import { reportLine } from './import-report';
import { devicesSource, importCounts, importFormat, uploadSource } from './sources';

const count = z.number().int().min(0);

/** What becomes of classes that an archive's labels use and that the label schema lacks. */
export const newClasses = z.enum(['add', 'refuse']);

const wantedArchive = z.strictObject({
  kind: z.literal('archive'),
  uploadId: z.string().min(1).max(128).describe('A complete upload of `/api/v1/uploads`: a zip'),
  format: importFormat.optional().describe('Found out when absent'),
  lossy: z
    .boolean()
    .optional()
    .describe('Go on without what cannot be kept, masks and polygons say, instead of refusing'),
  newClasses: newClasses
    .optional()
    .describe('Add classes that the label schema lacks to it, or refuse; refuse when absent'),
});

/** `POST /imports` */
export const startImport = z
  .strictObject({
    datasetId: z.uuid(),
    source: z.discriminatedUnion('kind', [wantedArchive, uploadSource, devicesSource]),
    dryRun: z
      .boolean()
      .optional()
      .describe('Read and check everything, and store nothing. The upload stays for the import itself.'),
  })
  .refine(({ source, dryRun }) => source.kind !== 'upload' || dryRun !== true, {
    path: ['dryRun'],
    error: 'Pictures that are sent one by one cannot be tried: there is nothing to read yet',
  });
export type StartImport = z.infer<typeof startImport>;

export const importState = z.enum(['running', 'finished', 'failed', 'cancelled']);
export type ImportState = z.infer<typeof importState>;

/** `waiting` for its turn; `reading` all labels, before anything is stored; `taking` the pictures. */
export const importPhase = z.enum(['waiting', 'reading', 'taking']);
export type ImportPhase = z.infer<typeof importPhase>;

const shownArchive = z.object({
  kind: z.literal('archive'),
  /** Asked for, or found out; null until then. */
  format: importFormat.nullable(),
  fileName: z.string().nullable(),
  /** Of the archive. */
  bytes: count,
  lossy: z.boolean(),
  newClasses,
});

/** A class of the source that the label schema lacks. */
export const missingClass = z.object({ key: classKey, name: z.string(), labels: count });
export type MissingClass = z.infer<typeof missingClass>;

/** An import, running or ended, or a dry run of one. */
export const importJob = z.object({
  id: z.string(),
  datasetId: z.string(),
  dryRun: z.boolean(),
  state: importState,
  /** Somebody cancelled it, and it has not stopped yet. */
  cancelling: z.boolean(),
  source: z.discriminatedUnion('kind', [shownArchive, uploadSource, devicesSource]),
  phase: importPhase,
  /** Pictures; the total is null while nobody knows it. */
  progress: z.object({ done: count, total: count.nullable() }),
  /** So far; of a dry run: what would become of them. */
  counts: importCounts,
  /** Classes that the label schema lacked: they were added, or would have to be. */
  missingClasses: z.array(missingClass),
  startedAt: timestamp,
  startedBy: z.string().nullable(),
  endedAt: timestamp.nullable(),
  failure: z.object({ code: z.string(), message: z.string() }).nullable(),
});
export type ImportJob = z.infer<typeof importJob>;
export const importList = listOf(importJob);

/** What an import met: at most a line of each kind, with the first examples. */
export const importReportLines = z.object({ items: z.array(reportLine) });
