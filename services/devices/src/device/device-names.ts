import type { Aggregates } from '@tutti/event-store';
import { part } from '@tutti/event-store';
import { nameDecider, nameId, type Vault } from '@tutti/service-kit';

type SomePart = Parameters<Aggregates['handleTogether']>[0][0];

const decider = nameDecider('devices');

/** Names of devices, and of groups, are unique each among themselves: claims that are written together with who bears them. */
export class DeviceNames {
  constructor(
    private readonly vault: Pick<Vault, 'mac'>,
    private readonly scope: 'devices' | 'devices.group' = 'devices',
  ) {}

  /** What a device or group that bears `before` and is to bear `after` must write beside its own events. */
  change(owner: string, before: string | undefined, after: string | undefined): readonly SomePart[] {
    const [old, next] = [before, after].map((name) => (name === undefined ? undefined : this.#id(name)));
    if (old === next) return [];
    return [
      ...(old === undefined ? [] : [part(decider, old, { type: 'ReleaseName', owner })]),
      ...(next === undefined ? [] : [part(decider, next, { type: 'ClaimName', owner })]),
    ];
  }

  #id(name: string): string {
    return nameId(this.vault, this.scope, name);
  }
}
