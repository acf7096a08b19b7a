import { createHash } from 'node:crypto';
import sharp from 'sharp';
import type { Label } from '@tutti/contracts/datasets';
import type { CurvePoint } from '@tutti/contracts/training';
import type {
  FeatureCache,
  TrainingData,
  TrainingItem,
  TrainingProgress,
  TrainingTask,
} from '../task/training-task';
import { type Random, seededRandom } from '@tutti/kernel';

export class MemoryCache implements FeatureCache {
  readonly spaces = new Map<string, Map<string, Float32Array>>();

  get(space: string, keys: readonly string[]) {
    return keys.map((key) => this.spaces.get(space)?.get(key));
  }

  set(space: string, entries: readonly (readonly [string, Float32Array])[]): void {
    const known = this.spaces.get(space) ?? new Map<string, Float32Array>();
    for (const [key, values] of entries) known.set(key, values);
    this.spaces.set(space, known);
  }
}

/** A task that keeps what it was told. */
export function sampleTask(data: TrainingData, changes: Partial<TrainingTask> = {}) {
  const told: TrainingProgress[] = [];
  const task: TrainingTask = {
    name: 'sample',
    data,
    parameters: {},
    seed: 1,
    current: null,
    cache: new MemoryCache(),
    report: (progress) => void told.push(progress),
    ...changes,
  };
  return {
    task,
    steps: () => [...new Set(told.map(({ step }) => step))],
    lines: () => told.flatMap(({ lines }) => lines ?? []),
    points: (): readonly CurvePoint[] => told.flatMap(({ points }) => points ?? []),
  };
}

export const sampleItem = (
  digest: string,
  label: Label,
  changes: Partial<TrainingItem> = {},
): TrainingItem => ({
  ...{ digest, label, split: 'train', width: 64, height: 64 },
  ...{ id: null, datasetId: null, deviceId: null, fileName: null },
  ...changes,
});

export const sha256 = (bytes: Uint8Array | string): string =>
  createHash('sha256').update(bytes).digest('hex');

/** Which classes the sample pictures show. */
export const stripes = ['level', 'upright', 'slanted'] as const;

/** Noisy stripes of one direction: a small PNG that a backbone tells apart easily. */
export function stripedPicture(
  direction: (typeof stripes)[number],
  random: Random,
  side = 48,
): Promise<Uint8Array> {
  const phase = random() * 8;
  const [dx, dy] = { level: [0, 1], upright: [1, 0], slanted: [0.7, 0.7] }[direction] as [number, number];
  const data = Uint8Array.from({ length: side * side * 3 }, (_, at) => {
    const pixel = Math.floor(at / 3);
    const wave = Math.sin((((pixel % side) * dx + Math.floor(pixel / side) * dy + phase) * Math.PI) / 4);
    return Math.round(128 + 30 * wave + 130 * (random() - 0.5));
  });
  return sharp(data, { raw: { width: side, height: side, channels: 3 } })
    .png()
    .toBuffer();
}

export interface StripedData extends TrainingData {
  /** Digests in the order in which pictures were asked for. */
  readonly asked: string[];
}

/** `counts` pictures of each split for every class. */
export async function stripedData(
  counts: Readonly<Partial<Record<TrainingItem['split'], number>>>,
  seed = 1,
): Promise<StripedData> {
  const random = seededRandom(seed);
  const pictures = new Map<string, Uint8Array>();
  const items: TrainingItem[] = [];
  const asked: string[] = [];
  for (const direction of stripes)
    for (const split of ['train', 'validation', 'test'] as const)
      for (let at = 0; at < (counts[split] ?? 0); at++) {
        const bytes = await stripedPicture(direction, random);
        pictures.set(sha256(bytes), bytes);
        items.push(
          sampleItem(
            sha256(bytes),
            { classKey: direction },
            { split, fileName: `${direction}-${split}-${at}.png` },
          ),
        );
      }
  return {
    classes: stripes.map((key) => ({ key, name: key })),
    items,
    asked,
    picture: (digest) => {
      asked.push(digest);
      return Promise.resolve(pictures.get(digest) ?? new Uint8Array());
    },
  };
}
