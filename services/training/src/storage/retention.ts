import { sweepOldRows, transaction, type AgedTable } from '@tutti/database';
import type { Clock } from '@tutti/kernel';
import { liveRows, workInRounds, type LedWork, type Logger, type Term } from '@tutti/runtime';
import { In, type DataSource } from 'typeorm';
import { runListProjection } from '../run/run-list.projection';
import { runListTable } from '../run/run-list.table';
import { runFileTable, runLogTable, runPointsTable } from '../run/run-progress.table';
import { streamResultTable } from '../trigger/stream-result.table';

export interface RetentionParts {
  readonly database: DataSource;
  /** For ages: one that jumps must not age everything. */
  readonly steady: Clock;
  readonly logger: Logger;
}

const everyMs = 3_600_000;
const dayMs = 86_400_000;
/** The longest that a trigger can ask for is seven. */
const resultDays = 8;
/** Longer than any run can last, the week in the queue included. */
const recordDays = 90;
/** Runs at a time: writers never wait long. */
const chunk = 100;

/** Forgets what nobody can ask for any more, log lines and curves of old runs, and that files were sent for runs without a result. */
export class Retention implements LedWork {
  readonly name = 'training-retention';

  constructor(private readonly parts: RetentionParts) {}

  lead(term: Term): Promise<void> {
    const { logger } = this.parts;
    const trouble = 'Old records could not be deleted; trying on';
    return workInRounds(term, { everyMs, logger, trouble }, (signal) => this.pass(signal));
  }

  follow(): Promise<void> {
    return Promise.resolve();
  }

  async pass(signal: AbortSignal): Promise<void> {
    const { database, steady } = this.parts;
    const before = (days: number): Date => new Date(steady.now().getTime() - days * dayMs);
    const sweep = <Row extends object>(aged: AgedTable<Row>) => sweepOldRows(database, aged, signal);
    await sweep({ table: streamResultTable, field: 'at', before: before(resultDays) });
    await sweep({ table: runLogTable, field: 'at', before: before(recordDays) });
    await sweep({ table: runPointsTable, field: 'at', before: before(recordDays) });
    await this.#forgetFiles(signal);
  }

  /** The files themselves are the blob sweep's. */
  async #forgetFiles(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const runIds = await this.#withoutResult();
      if (runIds.length === 0) return;
      await transaction(this.parts.database, (manager) =>
        manager.delete(runFileTable, { runId: In(runIds) }),
      );
    }
  }

  async #withoutResult(): Promise<string[]> {
    const rows = await liveRows(this.parts.database, runListTable, runListProjection)
      .select('row.id', 'id')
      .andWhere("row.state IN ('failed', 'cancelled')")
      .andWhere(`EXISTS (SELECT 1 FROM ${runFileTable.options.name} sent WHERE sent.run_id = row.id)`)
      .limit(chunk)
      .getRawMany<{ id: string }>();
    return rows.map(({ id }) => id);
  }
}
