import type { DeviceGroupEvent } from '@tutti/contracts/devices';
import type { Projection, Recorded } from '@tutti/kernel';

export interface DeviceGroupRow {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  readonly filter: string;
  /** Milliseconds since 1970. */
  readonly changedAt: number;
  readonly version: number;
}

const project = (
  row: DeviceGroupRow | undefined,
  { event, aggregateId: id, aggregateVersion: version, time }: Recorded<DeviceGroupEvent>,
): DeviceGroupRow | undefined => {
  const changedAt = time.getTime();
  switch (event.type) {
    case 'GroupDefined': {
      const { name, filter, description = null } = event.data;
      return { id, name, filter, description, changedAt, version };
    }
    case 'GroupRedefined': {
      if (!row) return undefined;
      const { name = row.name, filter = row.filter, description = row.description } = event.data;
      return { id, name, filter, description, changedAt, version };
    }
    case 'GroupDeleted':
      return undefined;
    default:
      return event satisfies never;
  }
};

export const deviceGroupListProjection: Projection<DeviceGroupRow, DeviceGroupEvent> = {
  name: 'device-group-list',
  version: 1,
  subjects: ['evt.devices.device-group.*'],
  handles: ['GroupDefined', 'GroupRedefined', 'GroupDeleted'],
  key: ({ aggregateId }) => aggregateId,
  project,
};
