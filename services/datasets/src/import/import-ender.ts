import type { BlobStore } from '@tutti/blob-store';
import type { ImportState } from '@tutti/contracts/datasets';
import type { Aggregates, HandleOptions } from '@tutti/event-store';
import { DomainError } from '@tutti/kernel';
import type { Logger } from '@tutti/runtime';
import { datasetDecider, type DatasetCommand } from '../dataset/dataset.decider';
import type { DatasetState } from '../dataset/dataset.state';
import { blobNamespace } from '../item/picture-intake';
import { countsOf, type ImportJobRow } from './import-job.table';
import type { ImportJobs } from './import-jobs';
import type { Outcome } from './import-outcome';

type Metadata = NonNullable<HandleOptions['metadata']>;
type ReportReference = { readonly digest: string; readonly bytes: number } | undefined;

interface EnderParts {
  readonly aggregates: Aggregates;
  readonly blobs: BlobStore;
  readonly jobs: ImportJobs;
  readonly logger: Logger;
}

/** The log has it ended, or does not know it. */
const overAlready = new Set(['import.not-running', 'dataset.not-found']);

/** Ends imports: in the log first, then in the row. Whoever comes second, or again after a kill, finds what the first did. */
export class ImportEnder {
  constructor(private readonly parts: EnderParts) {}

  /** Answers with where in the log. */
  async end(job: ImportJobRow, outcome: Outcome, metadata: Metadata): Promise<number | undefined> {
    const report = await this.#kept(job);
    const { state, position } = job.dryRun
      ? { state: outcome.kind }
      : await this.#told({ job, outcome, report, metadata });
    const { code = null, message = null } = outcome.kind === 'failed' && state === 'failed' ? outcome : {};
    await this.parts.jobs.end(job.id, { state, code, message, reportDigest: report?.digest ?? null });
    return position;
  }

  /** The log names the report by its digest. Without room for it the import ends all the same; its row has the report too. */
  async #kept({ dryRun, report }: ImportJobRow): Promise<ReportReference> {
    if (dryRun || report.length === 0) return undefined;
    const lines = Buffer.from(report.map((line) => `${JSON.stringify(line)}\n`).join(''));
    try {
      const { sha256, size } = await this.parts.blobs.put(blobNamespace, lines, { maxBytes: lines.length });
      return { digest: sha256, bytes: size };
    } catch (error) {
      this.parts.logger.warn({ err: error }, 'The report of an import could not be kept as a blob');
      return undefined;
    }
  }

  async #told(ending: Ending): Promise<Told> {
    const { job, metadata } = ending;
    const { aggregates } = this.parts;
    try {
      const options = { commandId: `${job.id}.end`, metadata };
      const handled = await aggregates.handle(datasetDecider, job.datasetId, commandOf(ending), options);
      return { state: ended(stateIn(handled.state, job.id)), position: handled.position };
    } catch (error) {
      if (!(error instanceof DomainError && overAlready.has(error.code))) throw error;
      const { state } = await aggregates.load(datasetDecider, job.datasetId);
      return { state: ended(stateIn(state, job.id)) };
    }
  }
}

interface Told {
  readonly state: Exclude<ImportState, 'running'>;
  readonly position?: number;
}

interface Ending {
  readonly job: ImportJobRow;
  readonly outcome: Outcome;
  readonly report: ReportReference;
  readonly metadata: Metadata;
}

const commandOf = ({ job, outcome, report }: Ending): DatasetCommand => ({
  type: 'EndImport',
  importId: job.id,
  counts: countsOf(job),
  report,
  outcome,
});

const stateIn = (state: DatasetState, id: string): ImportState | undefined =>
  state.status === 'initial' ? undefined : state.imports[id];

/** An import that the log does not know, of a log that was restored say, came to nothing. */
const ended = (state: ImportState | undefined): Exclude<ImportState, 'running'> =>
  state === undefined || state === 'running' ? 'failed' : state;
