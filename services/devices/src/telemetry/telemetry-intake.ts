import type { JetStreamClient } from '@nats-io/jetstream';
import { telemetryKinds, type TelemetryKind } from '@tutti/contracts/devices';
import { transaction } from '@tutti/database';
import { TelemetryConsumer, type Logger, type Received, type TelemetryStatus } from '@tutti/runtime';
import type { DataSource } from 'typeorm';
import { arrivalsOf, batchReader, type Batch, type Entries } from './batch';
import type { FleetMembers } from './fleet-members';
import { keepArrivals } from './keep-arrivals';
import type { TelemetryCounts } from './telemetry-counts';

export interface TelemetryIntakeOptions {
  readonly js: JetStreamClient;
  readonly database: DataSource;
  readonly members: FleetMembers;
  readonly counts: TelemetryCounts;
  readonly logger: Logger;
}

/** Moves all kinds of telemetry into their tables. */
export class TelemetryIntake {
  readonly #consumers: Readonly<
    Record<TelemetryKind, Pick<TelemetryConsumer<unknown>, 'start' | 'stop' | 'status' | 'watermark'>>
  >;

  constructor(private readonly options: TelemetryIntakeOptions) {
    this.#consumers = {
      heartbeat: this.#consumer('heartbeat'),
      vitals: this.#consumer('vitals'),
      inference: this.#consumer('inference'),
      failure: this.#consumer('failure'),
    };
  }

  start(): void {
    for (const kind of telemetryKinds) this.#consumers[kind].start();
  }

  async stop(): Promise<void> {
    await Promise.all(telemetryKinds.map((kind) => this.#consumers[kind].stop()));
  }

  status(): readonly TelemetryStatus[] {
    return telemetryKinds.map((kind) => this.#consumers[kind].status());
  }

  /** Of one consumer, in the words of a runner: every replica takes its share. */
  statusOf(name: string) {
    const status = this.status().find((one) => one.name === name);
    if (!status) throw new Error(`There is no consumer ${name}.`);
    return { ...status, leader: true };
  }

  /** Every heartbeat that was stored up to then has been taken in. */
  watermark(): Date | null {
    return this.#consumers.heartbeat.watermark();
  }

  #consumer<Kind extends TelemetryKind>(kind: Kind) {
    const { js, logger } = this.options;
    return new TelemetryConsumer<Batch<Entries[Kind]>>({
      js,
      durable: `devices-${kind}`,
      kind,
      parse: batchReader(kind),
      store: (messages) => this.#store(kind, messages),
      logger,
    });
  }

  async #store<Kind extends TelemetryKind>(
    kind: Kind,
    messages: readonly Received<Batch<Entries[Kind]>>[],
  ): Promise<void> {
    const { database, members, counts } = this.options;
    const { arrivals, refused } = arrivalsOf(messages);
    const fleet = await members.of(new Set(arrivals.map(({ deviceId }) => deviceId)));
    const kept = arrivals.filter(({ deviceId }) => fleet.has(deviceId));
    if (kept.length > 0) await transaction(database, (manager) => keepArrivals[kind](manager, kept));
    counts.took(kind, { kept: kept.length, refused, unknown: arrivals.length - kept.length });
  }
}
