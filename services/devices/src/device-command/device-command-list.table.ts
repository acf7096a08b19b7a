import { viewTable } from '@tutti/runtime';
import { bigint, json, orNull, text } from '@tutti/database';
import type { DeviceCommandRow } from './device-command-list.projection';

export const deviceCommandListTable = viewTable<DeviceCommandRow>({
  name: 'device_command_list',
  columns: {
    deviceId: text('device_id', 26),
    kind: text('kind', 32),
    order: json('command_order'),
    status: text('status', 16),
    issuedAt: bigint('issued_at'),
    issuedBy: orNull(text('issued_by', 128)),
    deadline: bigint('deadline'),
    acceptedAt: orNull(bigint('accepted_at')),
    finishedAt: orNull(bigint('finished_at')),
    result: orNull(json('result')),
    failure: orNull(json('failure')),
    cancelCause: orNull(text('cancel_cause', 32)),
    cancelRefusal: orNull(text('cancel_refusal', 512)),
    late: orNull(json('late')),
    version: bigint('version'),
  },
});
