import { importErrors, type ImportSource, type StartImport } from '@tutti/contracts/datasets';
import type { HandleOptions } from '@tutti/event-store';
import { DomainError, type Clock } from '@tutti/kernel';
import { aggregateIdFrom, authIdOf, type Principal, type Uploads } from '@tutti/service-kit';
import type { BlobStore } from '@tutti/blob-store';
import type { Aggregates } from '@tutti/event-store';
import { v7 as uuid } from 'uuid';
import { refused } from '../dataset/dataset-refusal.decider';
import { datasetDecider } from '../dataset/dataset.decider';
import { fileNameOf } from '../item/file-name';
import type { ItemDesk } from '../item/item-desk';
import { blobNamespace, type TakenPicture } from '../item/picture-intake';
import type { ImportEnder } from './import-ender';
import { newJob, type ImportJobRow } from './import-job.table';
import type { ImportJobs } from './import-jobs';
import { leavesOut } from './import-outcome';

interface DeskParts {
  readonly aggregates: Aggregates;
  readonly blobs: BlobStore;
  readonly clock: Clock;
  readonly uploads: Uploads;
  readonly items: ItemDesk;
  readonly jobs: ImportJobs;
  readonly ender: ImportEnder;
  /** Throws what a source is refused with that nobody could read. */
  readonly assertReadable: (source: StartImport['source']) => void;
  /** Tells the runner to look at once. */
  readonly wake: () => void;
}

/** An import after a command, and where in the log that was; nowhere for a dry run. */
export interface Handled {
  readonly job: ImportJobRow;
  readonly position: number | undefined;
}

export const noSuchImport = (): DomainError =>
  new DomainError(importErrors['import.not-found'], { detail: 'No import has this id.' });

const notRunning = (): DomainError => refused('import.not-running', 'It has ended already.');

/** Commands of people to imports. */
export class ImportDesk {
  constructor(private readonly parts: DeskParts) {}

  /** The log hears of it first; then there is a row, which the runner makes by itself where this dies in between. */
  async start(wanted: StartImport, by: Principal, options: HandleOptions): Promise<Handled> {
    const { jobs, clock, wake, blobs, items } = this.parts;
    const { datasetId, dryRun = false } = wanted;
    const id = options.commandId === undefined ? uuid() : aggregateIdFrom(options.commandId);
    const before = await jobs.find(id);
    const source = before?.source ?? (await this.#claimed(wanted, by));
    if (dryRun) await items.rules(datasetId);
    const position = dryRun ? undefined : await this.#told(datasetId, { importId: id, source }, options);
    if (before) return { job: before, position };
    const startedAt = clock.now().getTime();
    const job = newJob({ id, datasetId, dryRun, source, startedAt, startedBy: authIdOf(by) });
    await jobs.insert(job);
    if (wanted.source.kind === 'archive' && !dryRun)
      await blobs.uploads.abandon(blobNamespace, wanted.source.uploadId);
    wake();
    return { job, position };
  }

  /** Ends an open import, to which pictures are sent one by one. */
  async finish(id: string, { metadata = {} }: HandleOptions): Promise<Handled> {
    const position = await this.parts.ender.end(await this.#open(id), { kind: 'finished' }, metadata);
    return { job: await this.find(id), position };
  }

  /** What was taken stays, each picture whole. Whoever works on it stops within a moment. */
  async cancel(id: string, by: Principal, { metadata = {} }: HandleOptions): Promise<Handled> {
    const { jobs, ender, wake } = this.parts;
    const job = await this.find(id);
    if (job.state !== 'running') throw notRunning();
    let position: number | undefined;
    if (job.kind === 'upload') position = await ender.end(job, { kind: 'cancelled' }, metadata);
    else if (!(await jobs.cancel(id, authIdOf(by)))) throw notRunning();
    wake();
    return { job: await this.find(id), position };
  }

  async find(id: string): Promise<ImportJobRow> {
    const job = await this.parts.jobs.find(id);
    if (job) return job;
    throw noSuchImport();
  }

  /** Takes a picture that was sent to an open import, and counts it there. */
  async receive(
    {
      importId,
      datasetId,
      where,
    }: { readonly importId: string; readonly datasetId: string; readonly where: string },
    take: () => Promise<TakenPicture>,
  ): Promise<TakenPicture> {
    const { jobs } = this.parts;
    if ((await this.#open(importId)).datasetId !== datasetId) throw noSuchImport();
    try {
      const taken = await take();
      // The same request again, whose answer was lost, was counted the first time.
      if (taken.appended || !taken.added)
        await jobs.count(importId, taken.added ? { added: 1 } : { known: 1 });
      return taken;
    } catch (error) {
      if (leavesOut(error))
        await jobs.count(importId, { refused: 1, fault: { where, detail: (error as Error).message } });
      throw error;
    }
  }

  async #open(id: string): Promise<ImportJobRow> {
    const job = await this.find(id);
    if (job.kind !== 'upload')
      throw new DomainError(importErrors['import.not-open'], {
        detail: `Its pictures come from another source (${job.kind}).`,
      });
    if (job.state !== 'running') throw notRunning();
    return job;
  }

  async #told(
    datasetId: string,
    start: { readonly importId: string; readonly source: ImportSource },
    options: HandleOptions,
  ): Promise<number> {
    const command = { type: 'StartImport', ...start } as const;
    return (await this.parts.aggregates.handle(datasetDecider, datasetId, command, options)).position;
  }

  async #claimed({ source }: StartImport, by: Principal): Promise<ImportSource> {
    this.parts.assertReadable(source);
    if (source.kind !== 'archive') return source;
    const { uploadId, ...rest } = source;
    const { upload, blob } = await this.parts.uploads.claim(by, uploadId);
    const fileName = fileNameOf(upload.metadata['filename']);
    return {
      ...rest,
      digest: blob.sha256,
      bytes: blob.size,
      ...(fileName === undefined ? {} : { fileName }),
    };
  }
}
