import { sweepOldRows } from '@tutti/database';
import type { Clock } from '@tutti/kernel';
import { workInRounds, type LedWork, type Logger, type Term } from '@tutti/runtime';
import { usedTokenTable } from '@tutti/service-kit';
import type { DataSource } from 'typeorm';
import { deploymentProgressTable } from './deployment-progress.table';

export interface DeploymentRetentionParts {
  readonly database: DataSource;
  /** For ages: one that jumps must not age everything. */
  readonly steady: Clock;
  /** For what expires at a time. */
  readonly clock: Clock;
  readonly logger: Logger;
}

const everyMs = 300_000;
/** Longer than any step can last without a word. */
const progressDays = 60;

/** Forgets tokens that cannot be used any more, and how far deployments had come that nobody looks at. */
export class DeploymentRetention implements LedWork {
  readonly name = 'deployment-retention';

  constructor(private readonly parts: DeploymentRetentionParts) {}

  lead(term: Term): Promise<void> {
    const { logger } = this.parts;
    const trouble = 'Old records could not be deleted; trying on';
    return workInRounds(term, { everyMs, logger, trouble }, (signal) => this.pass(signal));
  }

  follow(): Promise<void> {
    return Promise.resolve();
  }

  async pass(signal: AbortSignal): Promise<void> {
    const { database, steady, clock } = this.parts;
    await sweepOldRows(database, { table: usedTokenTable, field: 'until', before: clock.now() }, signal);
    const before = new Date(steady.now().getTime() - progressDays * 86_400_000);
    await sweepOldRows(database, { table: deploymentProgressTable, field: 'at', before }, signal);
  }
}
