import type { CommandReported, ReportedEntry, SettingsReported } from '@tutti/contracts/devices';
import { transaction } from '@tutti/database';
import type { DataSource } from 'typeorm';
import type { CommandReports } from '../device-command/command-reports';
import { withSettings } from '../status/device-status.row';
import type { Arrival } from './entry';
import { foldStatus } from './keep-arrivals';

/** Hands what devices report about their twins to whom it concerns, by topic. */
export class Reports {
  constructor(
    private readonly database: DataSource,
    private readonly commands: Pick<CommandReports, 'take'>,
  ) {}

  /** Answers how many were refused. Throws what passes by itself: the caller brings all of them again. */
  async take(arrivals: readonly Arrival<ReportedEntry>[]): Promise<number> {
    const settings = arrivals.filter(
      (one): one is Arrival<SettingsReported> => one.entry.topic === 'settings',
    );
    if (settings.length > 0)
      await transaction(this.database, (manager) => foldStatus(manager, settings, withSettings));
    const commands = arrivals.filter((one): one is Arrival<CommandReported> => one.entry.topic === 'command');
    return commands.length > 0 ? this.commands.take(commands) : 0;
  }
}
