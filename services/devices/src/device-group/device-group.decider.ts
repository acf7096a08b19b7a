import { deviceErrors, type DeviceGroupEvent } from '@tutti/contracts/devices';
import { DomainError, type Decider } from '@tutti/kernel';
import { evolve, initialState, type DeviceGroupState, type GroupDefinition } from './device-group.state';

type DefineGroup = { readonly type: 'DefineGroup' } & GroupDefinition;
/** Merge patch: what is absent stays, `null` removes. */
type RedefineGroup = {
  readonly type: 'RedefineGroup';
  readonly name?: string | undefined;
  readonly filter?: string | undefined;
  readonly description?: string | null | undefined;
};
type DeleteGroup = { readonly type: 'DeleteGroup' };

export type DeviceGroupCommand = DefineGroup | RedefineGroup | DeleteGroup;

type Events = readonly DeviceGroupEvent[];

const refuse = (code: keyof typeof deviceErrors, detail: string): DomainError =>
  new DomainError(deviceErrors[code], { detail });

const notFound = (): DomainError =>
  refuse('device-group.not-found', 'No group has this id, or it was deleted.');

const define = ({ type: _, ...data }: DefineGroup, state: DeviceGroupState): Events => {
  if (state.status !== 'initial')
    throw refuse('device-group.already-defined', 'Change it, or define another one.');
  return [{ type: 'GroupDefined', data }];
};

const redefine = ({ name, filter, description }: RedefineGroup, state: DeviceGroupState): Events => {
  if (state.status !== 'defined') throw notFound();
  const differs = (value: string | null | undefined, before: string | undefined): boolean =>
    value !== undefined && (value ?? undefined) !== before;
  const data = {
    ...(differs(name, state.name) ? { name } : {}),
    ...(differs(filter, state.filter) ? { filter } : {}),
    ...(differs(description, state.description) ? { description } : {}),
  };
  if (Object.keys(data).length === 0)
    throw refuse('device-group.nothing-changed', 'Every value is what it was.');
  return [{ type: 'GroupRedefined', data }];
};

const decide = (command: DeviceGroupCommand, state: DeviceGroupState): Events => {
  switch (command.type) {
    case 'DefineGroup':
      return define(command, state);
    case 'RedefineGroup':
      return redefine(command, state);
    case 'DeleteGroup':
      if (state.status !== 'defined') throw notFound();
      return [{ type: 'GroupDeleted', data: {} }];
    default:
      return command satisfies never;
  }
};

/** A saved filter of devices. Its name is a claim beside it; whether its filter can be read is seen at the door. */
export const deviceGroupDecider: Decider<DeviceGroupState, DeviceGroupCommand, DeviceGroupEvent> = {
  context: 'devices',
  aggregate: 'device-group',
  stateVersion: 1,
  initialState,
  decide,
  evolve,
};
