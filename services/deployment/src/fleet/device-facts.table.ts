import type { RuntimeStatus } from '@tutti/contracts/devices';
import { bigint, key, orNull, text } from '@tutti/database';
import { EntitySchema } from 'typeorm';

/** What a device said last of itself, as far as deployments ask for it. Primary: one row per device. */
export interface DeviceFactsRow {
  readonly id: string;
  readonly agentVersion: string | null;
  readonly runtime: RuntimeStatus | null;
  /** Of the model that judges. */
  readonly model: string | null;
  readonly modelVersion: string | null;
  readonly modelDigest: string | null;
  readonly modelTask: 'classification' | 'detection' | null;
  /** When the server received the heartbeat that said so; milliseconds since 1970. */
  readonly heardAt: number | null;
  readonly memoryBytes: number | null;
  /** Free, beyond what it keeps free. */
  readonly spareDiskBytes: number | null;
  /** The same of the vitals. */
  readonly measuredAt: number | null;
}

export const deviceFactsTable = new EntitySchema<DeviceFactsRow>({
  name: 'device_facts',
  columns: {
    id: key(text('id', 26)),
    agentVersion: orNull(text('agent_version', 64)),
    runtime: orNull(text('runtime', 16)),
    model: orNull(text('model', 128)),
    modelVersion: orNull(text('model_version', 64)),
    modelDigest: orNull(text('model_digest', 64)),
    modelTask: orNull(text('model_task', 16)),
    heardAt: orNull(bigint('heard_at')),
    memoryBytes: orNull(bigint('memory_bytes')),
    spareDiskBytes: orNull(bigint('spare_disk_bytes')),
    measuredAt: orNull(bigint('measured_at')),
  },
});
