import { EntitySchema } from 'typeorm';
import { bigint, orNull, real } from '@tutti/database';
import { entryColumns } from '../telemetry/entry-columns';
import type { VitalsRow } from './vitals.row';

/** Primary, retained by age. */
export const vitalsTable = new EntitySchema<VitalsRow>({
  name: 'vitals',
  columns: {
    ...entryColumns,
    cpu: real('cpu'),
    memoryUsedBytes: bigint('memory_used_bytes'),
    memoryTotalBytes: bigint('memory_total_bytes'),
    diskUsedBytes: bigint('disk_used_bytes'),
    diskTotalBytes: bigint('disk_total_bytes'),
    temperatureCelsius: orNull(real('temperature_celsius')),
    networkRxBytesPerSecond: real('network_rx_bytes_per_second'),
    networkTxBytesPerSecond: real('network_tx_bytes_per_second'),
    uptimeSeconds: real('uptime_seconds'),
    agentMemoryBytes: bigint('agent_memory_bytes'),
  },
});
