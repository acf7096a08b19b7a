import type { DeviceSettings, PatchDevice } from '@tutti/contracts/devices';
import { part, type Aggregates, type Handled, type HandleOptions } from '@tutti/event-store';
import type { NamePart, UniqueNames } from '@tutti/service-kit';
import { deviceDecider, type DeviceCommand } from './device.decider';
import { isInFleet } from './device.state';

/** Commands of people to devices, with the names that go with them. */
export class DeviceCommands {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly names: UniqueNames,
  ) {}

  async describe(id: string, change: PatchDevice, options: HandleOptions): Promise<Handled<unknown>> {
    const before = await this.#nameOf(id);
    const names = this.names.change(id, before, change.name ?? before);
    return this.#handle(id, { type: 'DescribeDevice', change }, names, options);
  }

  async retire(id: string, options: HandleOptions): Promise<Handled<unknown>> {
    const names = this.names.change(id, await this.#nameOf(id), undefined);
    return this.#handle(id, { type: 'RetireDevice' }, names, options);
  }

  set(id: string, settings: DeviceSettings, options: HandleOptions): Promise<Handled<unknown>> {
    return this.aggregates.handle(deviceDecider, id, { type: 'SetSettings', settings }, options);
  }

  suspend(id: string, reason: string | undefined, options: HandleOptions): Promise<Handled<unknown>> {
    return this.aggregates.handle(deviceDecider, id, { type: 'SuspendDevice', reason }, options);
  }

  resume(id: string, options: HandleOptions): Promise<Handled<unknown>> {
    return this.aggregates.handle(deviceDecider, id, { type: 'ResumeDevice' }, options);
  }

  /** The expected version in `options` guards the name that was read before. */
  async #handle(
    id: string,
    command: DeviceCommand,
    names: readonly NamePart[],
    options: HandleOptions,
  ): Promise<Handled<unknown>> {
    const [handled] = await this.aggregates.handleTogether(
      [part(deviceDecider, id, command), ...names],
      options,
    );
    if (!handled) throw new Error('handleTogether answered for no part');
    return handled;
  }

  async #nameOf(id: string): Promise<string | undefined> {
    const { state } = await this.aggregates.load(deviceDecider, id, { confirmed: true });
    return isInFleet(state) ? state.description.name : undefined;
  }
}
