import type { StoredLog } from '@tutti/contracts/system';

const places = ['LOG', 'TELEMETRY', 'DEAD_LETTERS', 'TRAIN_JOBS'];

const placeOf = ({ name }: StoredLog): number => {
  const place = places.indexOf(name);
  return place < 0 ? places.length : place;
};

/** Several services tell of the same log; logs come first, then buckets by name. */
export const onceEach = (told: readonly StoredLog[]): readonly StoredLog[] => {
  const logs = [...new Map(told.map((log) => [log.name, log])).values()];
  return logs.sort((a, b) => placeOf(a) - placeOf(b) || a.name.localeCompare(b.name));
};
