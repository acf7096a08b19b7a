import type { JetStreamClient } from '@nats-io/jetstream';
import { telemetryKinds, type TelemetryKind } from '@tutti/contracts/devices';
import { transaction } from '@tutti/database';
import {
  TelemetryConsumer,
  type AroundTelemetry,
  type Logger,
  type Received,
  type TelemetryStatus,
} from '@tutti/runtime';
import type { DataSource } from 'typeorm';
import { arrivalsOf, batchReader, type Batch, type Entries } from './batch';
import type { Reports } from './reports';
import type { FleetMembers } from './fleet-members';
import type { Arrival } from './entry';
import { keepArrivals, type KeptKind } from './keep-arrivals';
import type { TelemetryCounts } from './telemetry-counts';

export interface TelemetryIntakeOptions {
  readonly js: JetStreamClient;
  readonly database: DataSource;
  readonly members: FleetMembers;
  /** Takes what devices report about their twins. */
  readonly reports: Reports;
  readonly counts: TelemetryCounts;
  /** For how long rows are kept, in days. */
  readonly keptDays: Readonly<Partial<Record<TelemetryKind, number>>>;
  readonly logger: Logger;
  readonly around: AroundTelemetry;
}

const dayMs = 86_400_000;

/** Deals with what arrived; answers how many entries were refused. Bears a repeat. */
type Take<Kind extends TelemetryKind> = (arrivals: readonly Arrival<Entries[Kind]>[]) => Promise<number>;

/** Moves all kinds of telemetry into their tables. */
export class TelemetryIntake {
  readonly #consumers: Readonly<
    Record<TelemetryKind, Pick<TelemetryConsumer<unknown>, 'start' | 'stop' | 'status' | 'watermark'>>
  >;

  constructor(private readonly options: TelemetryIntakeOptions) {
    this.#consumers = {
      heartbeat: this.#consumer('heartbeat', this.#keep('heartbeat')),
      vitals: this.#consumer('vitals', this.#keep('vitals')),
      inference: this.#consumer('inference', this.#keep('inference')),
      failure: this.#consumer('failure', this.#keep('failure')),
      reported: this.#consumer('reported', (arrivals) => options.reports.take(arrivals)),
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

  /** Of one consumer, in the words of a runner. */
  statusOf(name: string) {
    const status = this.status().find((one) => one.name === name);
    if (!status) throw new Error(`There is no consumer ${name}.`);
    return { ...status, leader: true };
  }

  /** Every heartbeat that was stored up to then has been taken in. */
  watermark(): Date | null {
    return this.#consumers.heartbeat.watermark();
  }

  #consumer<Kind extends TelemetryKind>(kind: Kind, take: Take<Kind>) {
    const { js, logger } = this.options;
    return new TelemetryConsumer<Batch<Entries[Kind]>>({
      js,
      durable: `devices-${kind}`,
      kind,
      // Steps of a command or a deployment; of all else the newest is known by its time.
      inOrder: kind === 'reported',
      parse: batchReader(kind),
      store: (messages) => this.#store(kind, messages, take),
      logger,
      around: this.options.around,
    });
  }

  #keep<Kind extends KeptKind>(kind: Kind): Take<Kind> {
    return async (arrivals) => {
      await transaction(this.options.database, (manager) => keepArrivals[kind](manager, arrivals));
      return 0;
    };
  }

  async #store<Kind extends TelemetryKind>(
    kind: Kind,
    messages: readonly Received<Batch<Entries[Kind]>>[],
    take: Take<Kind>,
  ): Promise<void> {
    const { members, counts, keptDays } = this.options;
    const { arrivals, refused: broken } = arrivalsOf(messages, (keptDays[kind] ?? Infinity) * dayMs);
    const fleet = await members.of(new Set(arrivals.map(({ deviceId }) => deviceId)));
    const known = arrivals.flatMap((arrival) => {
      const member = fleet.get(arrival.deviceId);
      return member ? [{ ...arrival, ...member }] : [];
    });
    const refused = known.length > 0 ? await take(known) : 0;
    const unknown = arrivals.length - known.length;
    counts.took(kind, { kept: known.length - refused, refused: broken + refused, unknown });
  }
}
