import { deviceErrors, type DefineDeviceGroup, type PatchDeviceGroup } from '@tutti/contracts/devices';
import { part, type Aggregates, type Handled, type HandleOptions } from '@tutti/event-store';
import { DomainError } from '@tutti/kernel';
import { assertFilter, type NamePart, type UniqueNames } from '@tutti/service-kit';
import { deviceFields } from '../device/device-fields';
import { deviceGroupDecider, type DeviceGroupCommand } from './device-group.decider';
import type { DeviceGroupView } from './device-group.view';
import { mostGroups } from './saved-filters';

const withoutGroups = { ...deviceFields, group: { type: 'group', names: [] } } as const;

/** Throws `query.invalid` unless devices can be filtered so. */
const assertUsable = (filter: string): void => assertFilter(filter, withoutGroups, '/filter');

/** Commands of people to groups, with the names that go with them. */
export class DeviceGroups {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly names: UniqueNames,
    private readonly view: Pick<DeviceGroupView, 'count'>,
  ) {}

  async define(id: string, group: DefineDeviceGroup, options: HandleOptions): Promise<Handled<unknown>> {
    assertUsable(group.filter);
    if ((await this.view.count()) >= mostGroups)
      throw new DomainError(deviceErrors['device-group.too-many'], {
        detail: `There may be ${mostGroups}. Delete one that nobody needs.`,
      });
    const names = this.names.change(id, undefined, group.name);
    return this.#handle(id, { type: 'DefineGroup', ...group }, names, options);
  }

  async redefine(id: string, change: PatchDeviceGroup, options: HandleOptions): Promise<Handled<unknown>> {
    if (change.filter !== undefined) assertUsable(change.filter);
    const before = await this.#nameOf(id);
    const names = this.names.change(id, before, change.name ?? before);
    return this.#handle(id, { type: 'RedefineGroup', ...change }, names, options);
  }

  async delete(id: string, options: HandleOptions): Promise<Handled<unknown>> {
    const names = this.names.change(id, await this.#nameOf(id), undefined);
    return this.#handle(id, { type: 'DeleteGroup' }, names, options);
  }

  async #handle(
    id: string,
    command: DeviceGroupCommand,
    names: readonly NamePart[],
    options: HandleOptions,
  ): Promise<Handled<unknown>> {
    const [handled] = await this.aggregates.handleTogether(
      [part(deviceGroupDecider, id, command), ...names],
      options,
    );
    if (!handled) throw new Error('handleTogether answered for no part');
    return handled;
  }

  async #nameOf(id: string): Promise<string | undefined> {
    const { state } = await this.aggregates.load(deviceGroupDecider, id, { confirmed: true });
    return state.status === 'defined' ? state.name : undefined;
  }
}
