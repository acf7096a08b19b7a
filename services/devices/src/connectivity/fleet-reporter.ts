import { createHash } from 'node:crypto';
import { transaction } from '@tutti/database';
import type { Aggregates } from '@tutti/event-store';
import { portions } from '@tutti/kernel';
import { In, type DataSource } from 'typeorm';
import { deviceDecider, type DeviceCommand } from '../device/device.decider';
import type { DeviceStatusRow } from '../status/device-status.row';
import { deviceStatusTable } from '../status/device-status.table';
import { connectionToReport, faultToReport, type ReportRules } from './connectivity';

type Changes = Partial<DeviceStatusRow>;

/** What is remembered of a device that the log was told of. */
interface Told {
  readonly id: string;
  readonly changes: Changes;
}

/** Devices that are told of at a time: when a fleet comes up, all of it is news at once. */
const atOnce = 64;

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

  /** Of one device that cannot be told of, the others do not suffer; throws in the end. */
  async pass(watermark: number): Promise<void> {
    const candidates = await this.#candidates();
    const failures: unknown[] = [];
    for (const some of portions(candidates, atOnce)) {
      const told = await Promise.allSettled(some.map((row) => this.#report(row, watermark)));
      await this.#note(told.flatMap((one) => (one.status === 'fulfilled' && one.value ? [one.value] : [])));
      failures.push(...told.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : [])));
    }
    if (failures.length > 0)
      throw new Error(`${failures.length} devices could not be told of`, { cause: failures[0] });
  }

  async #report(row: DeviceStatusRow, watermark: number): Promise<Told | undefined> {
    const connection = await this.#reportConnection(row, watermark);
    const fault = await this.#reportFault(row, watermark);
    return connection || fault ? { id: row.id, changes: { ...connection, ...fault } } : undefined;
  }

  async #reportConnection(row: DeviceStatusRow, watermark: number): Promise<Changes | undefined> {
    const connection = connectionToReport(row, watermark, this.rules);
    if (connection === undefined) return undefined;
    const lastSeenAt = new Date(row.lastSeenAt ?? watermark).toISOString();
    await this.#tell(row.id, { type: 'ReportConnection', connection, lastSeenAt });
    return { toldConnection: connection };
  }

  async #reportFault(row: DeviceStatusRow, watermark: number): Promise<Changes | undefined> {
    const fault = faultToReport(row, watermark, this.rules);
    if (fault === undefined) return undefined;
    const episode = commandIdOf('fault', row.id, fault.kind, row.errorSince, row.toldFaultAt);
    await this.#tell(row.id, { type: 'ReportFault', ...fault }, episode);
    return { toldFault: fault.kind, toldFaultAt: watermark };
  }

  async #tell(id: string, command: DeviceCommand, commandId?: string): Promise<void> {
    await this.aggregates.handle(deviceDecider, id, command, {
      metadata,
      ...(commandId === undefined ? {} : { commandId }),
    });
  }

  /** Those of whom the same is remembered together. */
  async #note(told: readonly Told[]): Promise<void> {
    if (told.length === 0) return;
    const alike = Map.groupBy(told, ({ changes }) => JSON.stringify(changes));
    await transaction(this.database, async (manager) => {
      for (const some of alike.values()) {
        const ids = some.map(({ id }) => id);
        await manager.update(deviceStatusTable, { id: In(ids) }, some[0]?.changes ?? {});
      }
    });
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
