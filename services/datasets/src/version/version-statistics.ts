import type { Readable } from 'node:stream';
import type { VersionCounts, VersionStatistics } from '@tutti/contracts/datasets';
import { manifestItems } from './manifest';

/** The power of two at or above. */
const above = (value: number): number => 2 ** Math.ceil(Math.log2(value));

const add = (to: Map<number, number>, key: number): void => void to.set(key, (to.get(key) ?? 0) + 1);

const ascending = (of: ReadonlyMap<number, number>): (readonly [number, number])[] =>
  [...of].sort(([a], [b]) => a - b);

/** For charts of a version, in one pass over its manifest. */
export const versionStatistics = async (
  manifest: Readable,
  counts: VersionCounts,
): Promise<VersionStatistics> => {
  const [sides, boxes] = [new Map<number, number>(), new Map<number, number>()];
  let [empty, bytes] = [0, 0];
  for await (const item of manifestItems(manifest)) {
    const { label, width, height } = item;
    bytes += item.bytes;
    add(sides, above(Math.max(width, height)));
    if (!('boxes' in label)) continue;
    if (label.boxes.length === 0) empty += 1;
    for (const { w, h } of label.boxes) add(boxes, above((w * h) / (width * height)));
  }
  return {
    counts,
    empty,
    bytes,
    sides: ascending(sides).map(([side, items]) => ({ side, items })),
    boxes: ascending(boxes).map(([share, of]) => ({ share, boxes: of })),
  };
};
