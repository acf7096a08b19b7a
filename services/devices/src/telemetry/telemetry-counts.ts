import type { TelemetryKind } from '@tutti/contracts/devices';
import { Counter, type Registry } from 'prom-client';

export interface Taken {
  readonly kept: number;
  /** Entries out of range. */
  readonly refused: number;
  /** Entries of devices that are not in the fleet. */
  readonly unknown: number;
}

const outcomes = ['kept', 'refused', 'unknown'] as const;

/** What became of the entries of telemetry. */
export class TelemetryCounts {
  readonly #entries: Counter<'kind' | 'outcome'>;

  constructor(registry: Registry) {
    this.#entries = new Counter({
      name: 'telemetry_entries_total',
      help: 'Entries of telemetry: kept, refused because they break their schema, or of an unknown device.',
      labelNames: ['kind', 'outcome'],
      registers: [registry],
    });
  }

  took(kind: TelemetryKind, taken: Taken): void {
    for (const outcome of outcomes) this.#entries.inc({ kind, outcome }, taken[outcome]);
  }
}
