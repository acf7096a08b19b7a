import { sweepOldRows, transaction, type AgedTable } from '@tutti/database';
import type { Clock } from '@tutti/kernel';
import { workInRounds, type LedWork, type Logger, type Term } from '@tutti/runtime';
import { In, type DataSource } from 'typeorm';
import {
  countedJournalTable,
  deviceResultTable,
  modelResultTable,
  reportedModelTable,
} from './result-tally.table';
import { datasetQuarterTable, deviceQuarterTable, rolloutQuarterTable } from './tally.table';

export interface TallyRetentionParts {
  readonly database: DataSource;
  /** For ages: one that jumps must not age everything. */
  readonly steady: Clock;
  readonly logger: Logger;
  readonly tallyDays: number;
}

const everyMs = 3_600_000;
const dayMs = 86_400_000;
/** The first day of the seven that a day is held against. */
const daysBefore = 8;
/** So long may a rollout go on: what its devices came to is counted from its start. */
const rolloutDays = 400;
/** Rows per transaction. */
const chunk = 500;

/** Forgets what days were made of: what was said of them stays. */
export class TallyRetention implements LedWork {
  readonly name = 'tally-retention';

  constructor(private readonly parts: TallyRetentionParts) {}

  lead(term: Term): Promise<void> {
    const { logger } = this.parts;
    const trouble = 'Old tallies could not be deleted; trying on';
    return workInRounds(term, { everyMs, logger, trouble }, (signal) => this.pass(signal));
  }

  follow(): Promise<void> {
    return Promise.resolve();
  }

  async pass(signal: AbortSignal): Promise<void> {
    const { database, steady, tallyDays } = this.parts;
    const now = steady.now().getTime();
    const older = (days: number): Date => new Date(now - days * dayMs);
    const before = older(tallyDays + daysBefore);
    const sweep = <Row extends object>(aged: AgedTable<Row>) => sweepOldRows(database, aged, signal);
    await sweep({ table: deviceResultTable, field: 'at', before });
    await sweep({ table: modelResultTable, field: 'at', before });
    await sweep({ table: countedJournalTable, field: 'heardAt', before });
    await sweep({ table: deviceQuarterTable, field: 'at', before });
    await sweep({ table: datasetQuarterTable, field: 'at', before });
    await sweep({ table: rolloutQuarterTable, field: 'at', before: older(tallyDays + rolloutDays) });
    if (!signal.aborted) await this.#forgetModels();
  }

  /** Devices name models as they like. One that reports again names it again. */
  async #forgetModels(): Promise<void> {
    const { database } = this.parts;
    const counted = database.createQueryBuilder(modelResultTable, 'result').select('result.digest');
    const unused = await database
      .createQueryBuilder(reportedModelTable, 'model')
      .select('model.digest', 'digest')
      .where(`model.digest NOT IN (${counted.getQuery()})`)
      .getRawMany<{ readonly digest: string }>();
    for (let from = 0; from < unused.length; from += chunk) {
      const digests = unused.slice(from, from + chunk).map(({ digest }) => digest);
      await transaction(database, (manager) => manager.delete(reportedModelTable, { digest: In(digests) }));
    }
  }
}
