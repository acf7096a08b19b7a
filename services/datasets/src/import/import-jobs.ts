import type { ImportCounts, ImportState } from '@tutti/contracts/datasets';
import { forUpdate, insertNew, transaction } from '@tutti/database';
import type { Clock } from '@tutti/kernel';
import { listPage, type ListQuery, type ListSpec, type PageTokens } from '@tutti/service-kit';
import { In, LessThan, type DataSource, type FindOptionsWhere } from 'typeorm';
import { Report } from '../format/report';
import { importJobTable, type ImportJobRow, type ImportProgress } from './import-job.table';

const startedAt = { column: 'row.startedAt', value: (row: ImportJobRow) => row.startedAt };

const spec: ListSpec<ImportJobRow> = {
  name: 'imports',
  fields: {
    id: { type: 'string', column: 'row.id' },
    state: { type: 'enum', column: 'row.state', values: ['running', 'finished', 'failed', 'cancelled'] },
    kind: { type: 'enum', column: 'row.kind', values: ['archive', 'upload', 'devices'] },
    startedBy: { type: 'string', column: 'row.startedBy' },
    startedAt: { type: 'time', column: 'row.startedAt', encode: (time) => time.getTime() },
  },
  sorts: { startedAt },
  defaultSort: [{ ...startedAt, direction: 'DESC' }],
  unique: { column: 'row.id', value: ({ id }) => id, direction: 'DESC' },
};

const dryRunsMs = 30 * 86_400_000;

/** What one picture of an open import came to. */
export type Sent = Partial<ImportCounts> & {
  readonly fault?: { readonly where: string; readonly detail: string };
};

/** How an import ended. */
export interface Ending {
  readonly state: Exclude<ImportState, 'running'>;
  readonly code: string | null;
  readonly message: string | null;
  readonly reportDigest: string | null;
}

/** The rows of imports. */
export class ImportJobs {
  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
  ) {}

  /** Does nothing where the import has a row. */
  insert(row: ImportJobRow): Promise<boolean> {
    return transaction(this.database, (manager) => insertNew(manager, importJobTable, row));
  }

  async find(id: string): Promise<ImportJobRow | undefined> {
    return (await this.database.manager.findOneBy(importJobTable, { id })) ?? undefined;
  }

  page(datasetId: string, query: ListQuery, tokens: PageTokens) {
    const rows = this.database
      .createQueryBuilder(importJobTable, 'row')
      .where('row.datasetId = :datasetId', { datasetId });
    return listPage(rows, spec, query, { tokens, scope: [datasetId] });
  }

  /** The oldest that run, of these kinds. */
  running(kinds: readonly ImportJobRow['kind'][]): Promise<ImportJobRow[]> {
    return this.database.manager.find(importJobTable, {
      where: { state: 'running', kind: In([...kinds]) },
      order: { startedAt: 'ASC' },
      take: 100,
    });
  }

  /** Open imports that nobody has sent a picture to since then. */
  idle(since: number): Promise<ImportJobRow[]> {
    return this.database.manager.findBy(importJobTable, {
      state: 'running',
      kind: 'upload',
      changedAt: LessThan(since),
    });
  }

  /** Takes the work up: whoever had it before can write no more. Undefined where somebody else did, or it has ended. */
  async takeUp(row: ImportJobRow): Promise<ImportJobRow | undefined> {
    const { id, term, tries } = row;
    const mine = { term: term + 1, tries: tries + 1 };
    return (await this.#update({ id, term, state: 'running' }, mine)) ? { ...row, ...mine } : undefined;
  }

  /** False where somebody else has taken the work up, or it has ended. */
  note(
    { id, term }: ImportJobRow,
    progress: Partial<ImportProgress> & { readonly tries?: 0 },
  ): Promise<boolean> {
    return this.#update({ id, term, state: 'running' }, { ...progress, changedAt: this.#now() });
  }

  /** Whoever worked on it is alive: the next one begins to count anew. */
  cameOn({ id, term }: ImportJobRow): Promise<boolean> {
    return this.#update({ id, term, state: 'running' }, { tries: 0 });
  }

  cancel(id: string, by: string): Promise<boolean> {
    return this.#update({ id, state: 'running' }, { cancelledBy: by });
  }

  end(id: string, ending: Ending): Promise<boolean> {
    return this.#update({ id, state: 'running' }, { ...ending, endedAt: this.#now() });
  }

  /** Counts a picture that was sent to an open import; false where it has ended. */
  count(id: string, { fault, ...counts }: Sent): Promise<boolean> {
    return transaction(this.database, async (manager) => {
      const row = await manager.findOne(importJobTable, {
        where: { id, state: 'running' },
        ...forUpdate(manager),
      });
      if (!row) return false;
      const report = new Report(row.report);
      if (fault) report.add('picture.invalid', fault.where, fault.detail);
      await manager.update(
        importJobTable,
        { id },
        {
          added: row.added + (counts.added ?? 0),
          known: row.known + (counts.known ?? 0),
          labelled: row.labelled + (counts.labelled ?? 0),
          refused: row.refused + (counts.refused ?? 0),
          done: row.done + 1,
          ...(fault ? { report: report.lines } : {}),
          changedAt: this.#now(),
        },
      );
      return true;
    });
  }

  /** Nobody asks for them for long, and the log does not know them. */
  async forgetDryRuns(): Promise<void> {
    const endedAt = LessThan(this.#now() - dryRunsMs);
    await transaction(this.database, (manager) => manager.delete(importJobTable, { dryRun: true, endedAt }));
  }

  #now(): number {
    return this.clock.now().getTime();
  }

  async #update(where: FindOptionsWhere<ImportJobRow>, changes: Partial<ImportJobRow>): Promise<boolean> {
    const { affected } = await transaction(this.database, (manager) =>
      manager.update(importJobTable, where, changes),
    );
    return affected === 1;
  }
}
