import type { Registry } from 'prom-client';
import { Counter } from 'prom-client';
import type { EntityManager } from 'typeorm';
import { telemetryKinds } from '@tutti/contracts/devices';
import { decode, noArrivals, type Arrivals, type TelemetryMessage } from './decode';
import type { FleetMembers } from './fleet-members';
import { keepArrivals } from './keep-arrivals';

const counter = <Label extends string>(
  registry: Registry,
  name: string,
  help: string,
  labelNames: readonly Label[],
) => new Counter({ name, help, labelNames, registers: [registry] });

/** Takes in batches of telemetry messages. */
export class TelemetryIntake {
  readonly #kept;
  readonly #malformed;
  readonly #unknown;

  constructor(
    private readonly members: FleetMembers,
    registry: Registry,
  ) {
    this.#kept = counter(registry, 'telemetry_entries_total', 'Entries of telemetry that were stored.', [
      'kind',
    ]);
    this.#malformed = counter(
      registry,
      'telemetry_malformed_total',
      'Entries (or whole batches) that were refused because they break their schema.',
      ['kind'],
    );
    this.#unknown = counter(
      registry,
      'telemetry_unknown_device_total',
      'Entries that were dropped because their device is not in the fleet.',
      ['kind'],
    );
  }

  /** Everything that can be done before the transaction. */
  async read(messages: readonly TelemetryMessage[]): Promise<Arrivals> {
    const arrivals = noArrivals();
    for (const message of messages) {
      const refused = decode(message, arrivals);
      if (refused > 0) this.#malformed.inc({ kind: this.#kindOf(message) }, refused);
    }
    const ids = new Set(telemetryKinds.flatMap((kind) => arrivals[kind].map(({ deviceId }) => deviceId)));
    const members = await this.members.of(ids);
    return this.#ofMembers(arrivals, members);
  }

  async keep(manager: EntityManager, arrivals: Arrivals): Promise<void> {
    await keepArrivals(manager, arrivals);
    for (const kind of telemetryKinds) this.#kept.inc({ kind }, arrivals[kind].length);
  }

  #ofMembers(arrivals: Arrivals, members: ReadonlySet<string>): Arrivals {
    const isMember = ({ deviceId }: { readonly deviceId: string }): boolean => members.has(deviceId);
    const kept: Arrivals = {
      heartbeat: arrivals.heartbeat.filter(isMember),
      vitals: arrivals.vitals.filter(isMember),
      inference: arrivals.inference.filter(isMember),
      failure: arrivals.failure.filter(isMember),
    };
    for (const kind of telemetryKinds) this.#unknown.inc({ kind }, arrivals[kind].length - kept[kind].length);
    return kept;
  }

  #kindOf({ subject }: TelemetryMessage): string {
    const kind = subject.split('.')[2] ?? '';
    return telemetryKinds.some((known) => known === kind) ? kind : 'unknown';
  }
}
