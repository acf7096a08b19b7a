import { EntitySchema } from 'typeorm';
import { bigint, json, key, orNull, text } from '@tutti/database';
import type { DeviceStatusRow } from './device-status.row';

/** Primary: one row per device. */
export const deviceStatusTable = new EntitySchema<DeviceStatusRow>({
  name: 'device_status',
  columns: {
    id: key(text('id', 26)),
    journal: orNull(text('journal', 64)),
    seq: orNull(bigint('seq')),
    at: orNull(bigint('at')),
    lastSeenAt: orNull(bigint('last_seen_at')),
    seen: json('seen'),
    runtime: orNull(text('runtime', 16)),
    model: orNull(json('model')),
    agentVersion: orNull(text('agent_version', 64)),
    startedAt: orNull(bigint('started_at')),
    backlog: orNull(json('backlog')),
    frames: orNull(json('frames')),
    appliedSampling: orNull(json('applied_sampling')),
    error: orNull(json('error')),
    errorSince: orNull(bigint('error_since')),
    vitals: orNull(json('vitals')),
    connectivity: text('connectivity', 16),
    connectivitySince: orNull(bigint('connectivity_since')),
    toldConnection: orNull(text('told_connection', 16)),
    toldFault: orNull(text('told_fault', 64)),
    toldFaultAt: orNull(bigint('told_fault_at')),
  },
});
