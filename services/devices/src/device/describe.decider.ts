import type { DeviceEvent, Location, Tags } from '@tutti/contracts/devices';
import { isInFleet, type Description, type DeviceState } from './device.state';
import { notInFleet, refuse } from './refusal.decider';

/** Merge patch: what is absent stays, `null` removes, `tags` replaces all tags. */
export interface DescriptionChange {
  readonly name?: string | undefined;
  readonly description?: string | null | undefined;
  readonly site?: string | null | undefined;
  readonly location?: Location | null | undefined;
  readonly tags?: Tags | undefined;
}

export type DescribeDevice = { readonly type: 'DescribeDevice'; readonly change: DescriptionChange };

const sameLocation = (a: Location | undefined, b: Location | undefined): boolean =>
  a?.address === b?.address && a?.latitude === b?.latitude && a?.longitude === b?.longitude;

const sameTags = (a: Tags, b: Tags): boolean =>
  Object.keys(a).length === Object.keys(b).length &&
  Object.entries(a).every(([key, value]) => b[key] === value);

const differs = <Value>(
  changed: Value | null | undefined,
  before: Value | undefined,
  same: (a: Value | undefined, b: Value | undefined) => boolean = Object.is,
): boolean => changed !== undefined && !same(changed ?? undefined, before);

/** The events that lead from one description to another; none when nothing differs. */
export const changesOf = (before: Description, change: DescriptionChange): readonly DeviceEvent[] => {
  const data = {
    ...(differs(change.name, before.name) ? { name: change.name } : {}),
    ...(differs(change.description, before.description) ? { description: change.description } : {}),
    ...(differs(change.site, before.site) ? { site: change.site } : {}),
    ...(differs(change.location, before.location, sameLocation) ? { location: change.location } : {}),
  };
  const tagged = change.tags !== undefined && !sameTags(change.tags, before.tags);
  return [
    ...(Object.keys(data).length > 0 ? [{ type: 'DeviceDescribed' as const, data }] : []),
    ...(tagged ? [{ type: 'DeviceTagged' as const, data: { tags: change.tags ?? {} } }] : []),
  ];
};

export const describeDevice = ({ change }: DescribeDevice, state: DeviceState): readonly DeviceEvent[] => {
  if (!isInFleet(state)) return notInFleet(state);
  const events = changesOf(state.description, change);
  if (events.length === 0) refuse('device.nothing-changed', 'Every value is what it was.');
  return events;
};
