import type { DeviceGroupEvent } from '@tutti/contracts/devices';
import type { Projection, Recorded } from '@tutti/kernel';

/** A saved filter of devices. */
export interface SavedGroupRow {
  readonly id: string;
  readonly name: string;
  readonly filter: string;
}

const project = (
  row: SavedGroupRow | undefined,
  { event, aggregateId: id }: Recorded<DeviceGroupEvent>,
): SavedGroupRow | undefined => {
  switch (event.type) {
    case 'GroupDefined':
      return { id, name: event.data.name, filter: event.data.filter };
    case 'GroupRedefined': {
      const { name, filter } = event.data;
      return row && { id, name: name ?? row.name, filter: filter ?? row.filter };
    }
    case 'GroupDeleted':
      return undefined;
    default:
      return event satisfies never;
  }
};

/** Groups as the log of another context tells of them. */
export const savedGroupListProjection: Projection<SavedGroupRow, DeviceGroupEvent> = {
  name: 'saved-group-list',
  version: 1,
  subjects: ['evt.devices.device-group.*'],
  handles: ['GroupDefined', 'GroupRedefined', 'GroupDeleted'],
  key: ({ aggregateId }) => aggregateId,
  project,
};
