import type { CommandReported } from '@tutti/contracts/devices';
import { transaction, upsertMany } from '@tutti/database';
import type { Aggregates } from '@tutti/event-store';
import { DomainError } from '@tutti/kernel';
import type { Logger } from '@tutti/runtime';
import type { DataSource } from 'typeorm';
import type { Arrival } from '../telemetry/entry';
import { commandProgressTable } from './command-progress.table';
import { deviceCommandDecider } from './device-command.decider';
import { isOpen } from './device-command.state';

export interface CommandReportsOptions {
  readonly database: DataSource;
  readonly aggregates: Aggregates;
  readonly logger: Logger;
}

/**
 * Turns what devices report of their commands into commands on the aggregate, which knows what is news: a repeat says
 * nothing. How far a device has come goes into a table, not into the log.
 */
export class CommandReports {
  constructor(private readonly options: CommandReportsOptions) {}

  /** Answers how many were refused. Throws what passes by itself: the caller brings all of them again. */
  async take(arrivals: readonly Arrival<CommandReported>[]): Promise<number> {
    const byCommand = Map.groupBy(arrivals, ({ entry }) => entry.commandId);
    const refusals = await Promise.all([...byCommand.values()].map((reports) => this.#takeInOrder(reports)));
    return refusals.reduce((sum, count) => sum + count, 0);
  }

  async #takeInOrder(reports: readonly Arrival<CommandReported>[]): Promise<number> {
    let refused = 0;
    for (const report of reports) if (!(await this.#take(report))) refused += 1;
    return refused;
  }

  async #take({
    deviceId,
    receivedAt,
    entry: { commandId, report },
  }: Arrival<CommandReported>): Promise<boolean> {
    const { aggregates, database, logger } = this.options;
    const metadata = { authId: `device:${deviceId}` };
    try {
      const command = { type: 'ReportCommand', deviceId, report } as const;
      const { state } = await aggregates.handle(deviceCommandDecider, commandId, command, { metadata });
      if (report.state === 'running' && isOpen(state)) {
        const row = { commandId, ...report.progress, at: receivedAt };
        await transaction(database, (manager) =>
          upsertMany(manager, commandProgressTable, [row], ['commandId']),
        );
      }
      return true;
    } catch (error) {
      if (!(error instanceof DomainError) || error.kind === 'unavailable') throw error;
      logger.warn({ deviceId, commandId, code: error.code }, 'A report of a device was refused');
      return false;
    }
  }
}
