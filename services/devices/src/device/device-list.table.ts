import { viewTable } from '@tutti/runtime';
import { bigint, json, orNull, text } from '@tutti/database';
import type { DeviceRow } from './device-list.projection';

export const deviceListTable = viewTable<DeviceRow>({
  name: 'device_list',
  columns: {
    serial: text('serial', 64),
    name: text('name', 64),
    description: orNull(text('description', 1024)),
    site: orNull(text('site', 64)),
    location: orNull(json('location')),
    tags: json('tags'),
    tagBits: { ...bigint('tag_bits'), default: -1 },
    lifecycle: text('lifecycle', 16),
    hardware: json('hardware'),
    os: json('os'),
    agentVersion: text('agent_version', 64),
    note: orNull(text('note', 128)),
    publicKey: text('public_key', 56),
    requestedAt: bigint('requested_at'),
    registeredAt: orNull(bigint('registered_at')),
    connection: orNull(text('connection', 16)),
    waiting: orNull(json('waiting')),
    settings: orNull(json('settings')),
    version: bigint('version'),
  },
  carried: {
    connectivity: { ...text('connectivity', 16), default: 'never' },
    runtime: orNull(text('runtime', 16)),
    model: orNull(text('model', 128)),
    modelVersion: orNull(text('model_version', 64)),
  },
});
