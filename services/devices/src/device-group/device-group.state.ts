import type { DeviceGroupEvent } from '@tutti/contracts/devices';

export interface GroupDefinition {
  readonly name: string;
  readonly filter: string;
  readonly description?: string | undefined;
}

export type DeviceGroupState =
  { readonly status: 'initial' | 'deleted' } | (GroupDefinition & { readonly status: 'defined' });

export const initialState: DeviceGroupState = { status: 'initial' };

export const evolve = (state: DeviceGroupState, event: DeviceGroupEvent): DeviceGroupState => {
  switch (event.type) {
    case 'GroupDefined':
      return { status: 'defined', ...event.data };
    case 'GroupRedefined': {
      if (state.status !== 'defined') return state;
      const { name = state.name, filter = state.filter, description = state.description } = event.data;
      return { status: 'defined', name, filter, description: description ?? undefined };
    }
    case 'GroupDeleted':
      return { status: 'deleted' };
    default:
      return event satisfies never;
  }
};
