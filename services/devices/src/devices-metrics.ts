import { badge } from '@tutti/contracts/devices';
import type { TelemetryStatus } from '@tutti/runtime';
import { Gauge, type Registry } from 'prom-client';
import type { DeviceView } from './device/device.view';

export interface MetricSources {
  readonly view: DeviceView;
  readonly telemetry: () => readonly TelemetryStatus[];
}

const messages = ['malformed', 'missed'] as const;

/** Registers what can be read off the running parts whenever somebody asks. */
export const registerDevicesMetrics = (registry: Registry, sources: MetricSources): void => {
  const registers = [registry];
  new Gauge({
    name: 'fleet_devices',
    help: 'Devices by badge.',
    labelNames: ['badge'],
    registers,
    async collect() {
      const { badges } = await sources.view.counts();
      for (const one of badge.options) this.set({ badge: one }, badges[one] ?? 0);
    },
  });
  new Gauge({
    name: 'devices_telemetry_messages',
    help: 'Messages of telemetry that were malformed, or that were discarded before they were read.',
    labelNames: ['consumer', 'state'],
    registers,
    collect() {
      for (const status of sources.telemetry())
        for (const state of messages) this.set({ consumer: status.name, state }, status[state] ?? 0);
    },
  });
};
