import type { Readable } from 'node:stream';
import { blobErrors, type BlobStore, type OpenBlob } from '@tutti/blob-store';
import { maxModelBytes, mostExamples, type BlobReference } from '@tutti/contracts/training';
import { insertNew, transaction } from '@tutti/database';
import type { HandleOptions } from '@tutti/event-store';
import { DomainError } from '@tutti/kernel';
import { In, Not, type DataSource } from 'typeorm';
import { blobNamespace } from '../model/model-files';
import { modelGone } from '../model/model-refusal.decider';
import type { RunCommands } from '../run/run-commands';
import { runFileTable } from '../run/run-progress.table';
import { runRefused } from '../run/run-refusal.decider';
import { hasEnded, type KnownRun } from '../run/run.state';

export interface JobFilesOptions {
  readonly database: DataSource;
  readonly blobs: BlobStore;
  readonly commands: RunCommands;
}

/** An artifact, two evaluations and their pictures, of each attempt. */
const mostFiles = 4 * (2 * mostExamples + 4);
/** Of all of them: beside its artifact the files of an attempt are small. */
const mostBytes = 5 * maxModelBytes;

/** Bytes that trainers send for their results, and the model that they compare with. */
export class JobFiles {
  constructor(private readonly options: JobFilesOptions) {}

  /**
   * Where there is no room for it the run fails: its trainer could do nothing but try for ever. Throws `run.not-found`,
   * `run.ended`, `run.not-claimed`, `run.result-invalid` and the blob store's refusals.
   */
  async put(runId: string, body: Readable, options: HandleOptions): Promise<BlobReference> {
    const { claimId } = await this.#running(runId);
    await this.#assertRoom(runId);
    try {
      const { sha256: digest, size: bytes } = await this.options.blobs.put(blobNamespace, body, {
        maxBytes: maxModelBytes,
      });
      const row = { runId, digest, bytes };
      await transaction(this.options.database, (manager) => insertNew(manager, runFileTable, row));
      return { digest, bytes };
    } catch (error) {
      if (error instanceof DomainError && error.code === blobErrors['blob.storage-full'].code)
        await this.#failForRoom(runId, claimId, options);
      throw error;
    }
  }

  /** The model that the new one is compared with. Throws `run.not-found` and `model.artifact-gone`. */
  async currentModel(runId: string): Promise<OpenBlob> {
    const { request } = await this.options.commands.existing(runId);
    const digest = request.current?.artifact.digest;
    const blob = digest === undefined ? undefined : await this.options.blobs.open(blobNamespace, digest);
    if (!blob) throw modelGone();
    return blob;
  }

  /** Those of these files that were sent for the run, with their sizes. They stay a grace at least from now. */
  async sent(runId: string, digests: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const { database, blobs } = this.options;
    const rows = await database.manager.findBy(runFileTable, { runId, digest: In([...digests]) });
    const there = await Promise.all(rows.map(({ digest }) => blobs.touch(blobNamespace, digest)));
    return new Map(rows.filter((_, index) => there[index]).map(({ digest, bytes }) => [digest, bytes]));
  }

  /** These are the result: what else was sent, by trainers that died too, is not wanted any more. */
  async keep(runId: string, digests: readonly string[]): Promise<void> {
    const rest = { runId, digest: Not(In([...digests])) };
    await transaction(this.options.database, (manager) => manager.delete(runFileTable, rest));
  }

  async #running(runId: string): Promise<KnownRun & { readonly claimId: string }> {
    const run = await this.options.commands.existing(runId);
    if (hasEnded(run)) throw runRefused('run.ended', `It has ${run.status} already.`);
    const { claimId, status } = run;
    if (status !== 'running' || claimId === null) throw runRefused('run.not-claimed', 'Claim the job first.');
    return { ...run, claimId };
  }

  async #assertRoom(runId: string): Promise<void> {
    const { manager } = this.options.database;
    if ((await manager.countBy(runFileTable, { runId })) >= mostFiles)
      throw runRefused('run.result-invalid', `A job may send ${mostFiles} files at most.`);
    // MySQL answers a sum as text.
    if (Number(await manager.sum(runFileTable, 'bytes', { runId })) >= mostBytes)
      throw runRefused('run.result-invalid', `The files of a job may have ${mostBytes} bytes at most.`);
  }

  async #failForRoom(runId: string, claimId: string, options: HandleOptions): Promise<void> {
    const message =
      'There is no room on the server for the files of the model. Make some, then ask for another run.';
    const fail = { type: 'FailRun', stage: { claimId }, code: 'storage.full', message } as const;
    await this.options.commands.end(runId, fail, options).catch((error: unknown) => {
      if (!(error instanceof DomainError && error.kind === 'illegal-state')) throw error;
    });
  }
}
