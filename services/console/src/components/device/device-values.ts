import { tags as tagsSchema, type Device, type Location, type PatchDevice } from '@tutti/contracts/devices';
import { tagsToText, textToTags } from '../../lib/tag-text';

/** What people type about a device. */
export interface DeviceValues {
  readonly name: string;
  readonly description: string;
  readonly site: string;
  readonly address: string;
  readonly latitude: string;
  readonly longitude: string;
  readonly tags: readonly string[];
}

export const namedValues = (name: string): DeviceValues => ({
  name,
  description: '',
  site: '',
  address: '',
  latitude: '',
  longitude: '',
  tags: [],
});

const text = (value: string | number | null | undefined): string => String(value ?? '');

export const valuesOf = ({ name, description, site, location, tags }: Device): DeviceValues => ({
  name,
  description: text(description),
  site: text(site),
  address: text(location?.address),
  latitude: text(location?.latitude),
  longitude: text(location?.longitude),
  tags: tagsToText(tags),
});

const degrees = (value: string): number => Number(value.trim().replace(',', '.'));

/** Whether the text is empty or within the degrees. */
export const areDegrees = (value: string, limit: number): boolean =>
  value.trim() === '' || Math.abs(degrees(value)) <= limit;

export const isTag = (entry: string): boolean => tagsSchema.safeParse(textToTags([entry])).success;

/** Why the values cannot be sent; empty when they can. */
export const faultyFields = (values: DeviceValues): readonly (keyof DeviceValues)[] => [
  ...(values.name.trim() === '' ? (['name'] as const) : []),
  ...(areDegrees(values.latitude, 90) ? [] : (['latitude'] as const)),
  ...(areDegrees(values.longitude, 180) ? [] : (['longitude'] as const)),
  ...(values.tags.every(isTag) ? [] : (['tags'] as const)),
];

/** The place as the server keeps it; undefined when nothing of it is known. */
export const locationOf = ({ address, latitude, longitude }: DeviceValues): Location | undefined => {
  const location = {
    ...(address.trim() === '' ? {} : { address: address.trim() }),
    ...(latitude.trim() === '' ? {} : { latitude: degrees(latitude) }),
    ...(longitude.trim() === '' ? {} : { longitude: degrees(longitude) }),
  };
  return Object.keys(location).length === 0 ? undefined : location;
};

const orNull = (value: string): string | null => (value.trim() === '' ? null : value.trim());

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Merge patch of what differs: nothing that was left alone is written again. */
export const patchOf = (before: DeviceValues, after: DeviceValues): PatchDevice => ({
  ...(before.name === after.name.trim() ? {} : { name: after.name.trim() }),
  ...(same(orNull(before.description), orNull(after.description))
    ? {}
    : { description: orNull(after.description) }),
  ...(same(orNull(before.site), orNull(after.site)) ? {} : { site: orNull(after.site) }),
  ...(same(locationOf(before), locationOf(after)) ? {} : { location: locationOf(after) ?? null }),
  ...(same(before.tags, after.tags) ? {} : { tags: textToTags(after.tags) }),
});
