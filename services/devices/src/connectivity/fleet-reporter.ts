import { createHash } from 'node:crypto';
import { transaction } from '@tutti/database';
import type { Aggregates } from '@tutti/event-store';
import type { DataSource } from 'typeorm';
import { deviceDecider, type DeviceCommand } from '../device/device.decider';
import type { DeviceStatusRow } from '../status/device-status.row';
import { deviceStatusTable } from '../status/device-status.table';
import { connectionToReport, faultToReport, type ReportRules } from './connectivity';

const metadata = { authId: 'process:connectivity' };

/** The same for every attempt to tell of one fault. */
const commandIdOf = (...parts: readonly unknown[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('base64url');

/**
 * Tells the log what somebody will ask about in a year: that a device was gone, that it came back, that it was faulty.
 * Repeats are harmless: the aggregate knows its connection, and a fault has an id of its own.
 */
export class FleetReporter {
  constructor(
    private readonly database: DataSource,
    private readonly aggregates: Aggregates,
    private readonly rules: ReportRules,
  ) {}

  async pass(watermark: number): Promise<void> {
    for (const row of await this.#candidates()) {
      await this.#reportConnection(row, watermark);
      await this.#reportFault(row, watermark);
    }
  }

  async #reportConnection(row: DeviceStatusRow, watermark: number): Promise<void> {
    const connection = connectionToReport(row, watermark, this.rules);
    if (connection === undefined) return;
    const lastSeenAt = new Date(row.lastSeenAt ?? watermark).toISOString();
    await this.#tell(row.id, { type: 'ReportConnection', connection, lastSeenAt });
    await this.#note(row.id, { toldConnection: connection });
  }

  async #reportFault(row: DeviceStatusRow, watermark: number): Promise<void> {
    const fault = faultToReport(row, watermark, this.rules);
    if (fault === undefined) return;
    const episode = commandIdOf('fault', row.id, fault.kind, row.errorSince, row.toldFaultAt);
    await this.#tell(row.id, { type: 'ReportFault', ...fault }, episode);
    await this.#note(row.id, { toldFault: fault.kind, toldFaultAt: watermark });
  }

  async #tell(id: string, command: DeviceCommand, commandId?: string): Promise<void> {
    await this.aggregates.handle(deviceDecider, id, command, {
      metadata,
      ...(commandId === undefined ? {} : { commandId }),
    });
  }

  async #note(id: string, told: Partial<DeviceStatusRow>): Promise<void> {
    await transaction(this.database, (manager) => manager.update(deviceStatusTable, { id }, told));
  }

  #candidates(): Promise<DeviceStatusRow[]> {
    return this.database
      .createQueryBuilder(deviceStatusTable, 'status')
      .where("(status.connectivity = 'online' AND COALESCE(status.toldConnection, '') <> 'online')")
      .orWhere("(status.connectivity = 'offline' AND status.toldConnection = 'online')")
      .orWhere('status.error IS NOT NULL')
      .getMany();
  }
}
