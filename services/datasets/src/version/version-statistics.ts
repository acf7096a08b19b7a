import type { Readable } from 'node:stream';
import { mostDevices, type VersionCounts, type VersionStatistics } from '@tutti/contracts/datasets';
import { manifestItems } from './manifest';

/** The power of two at or above. */
const above = (value: number): number => 2 ** Math.ceil(Math.log2(value));

const add = (to: Map<number, number>, key: number): void => void to.set(key, (to.get(key) ?? 0) + 1);

/** Pictures of one device more. */
const addDevice = (to: Map<string, number>, deviceId: string | null): void => {
  if (deviceId !== null) to.set(deviceId, (to.get(deviceId) ?? 0) + 1);
};

const ascending = (of: ReadonlyMap<number, number>): (readonly [number, number])[] =>
  [...of].sort(([a], [b]) => a - b);

/** Those with most pictures. */
const most = (devices: ReadonlyMap<string, number>) =>
  [...devices]
    .sort(([a, of], [b, than]) => than - of || (a < b ? -1 : 1))
    .slice(0, mostDevices)
    .map(([deviceId, items]) => ({ deviceId, items }));

/** For charts of a version, in one pass over its manifest. */
export const versionStatistics = async (
  manifest: Readable,
  counts: VersionCounts,
): Promise<VersionStatistics> => {
  const [sides, boxes, crowds] = [
    new Map<number, number>(),
    new Map<number, number>(),
    new Map<number, number>(),
  ];
  const devices = new Map<string, number>();
  let [empty, bytes] = [0, 0];
  for await (const item of manifestItems(manifest)) {
    const { label, width, height } = item;
    bytes += item.bytes;
    add(sides, above(Math.max(width, height)));
    addDevice(devices, item.deviceId);
    if (!('boxes' in label)) continue;
    add(crowds, label.boxes.length);
    if (label.boxes.length === 0) empty += 1;
    for (const { w, h } of label.boxes) add(boxes, above((w * h) / (width * height)));
  }
  return {
    counts,
    empty,
    bytes,
    sides: ascending(sides).map(([side, items]) => ({ side, items })),
    boxes: ascending(boxes).map(([share, of]) => ({ share, boxes: of })),
    boxesPerItem: ascending(crowds).map(([of, items]) => ({ boxes: of, items })),
    devices: most(devices),
    fromDevices: {
      devices: devices.size,
      items: [...devices.values()].reduce((sum, items) => sum + items, 0),
    },
  };
};
