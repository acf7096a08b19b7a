import { createHash } from 'node:crypto';
import { BeltCamera, type BeltScene, beltJpeg, parts } from '@tutti/belt';
import type { Label, Split } from '@tutti/contracts/datasets';
import type { TrainingData, TrainingItem } from '../task/training-task';

export interface PartsSizes {
  readonly train: number;
  readonly validation: number;
  readonly test: number;
}

export interface PartsOptions {
  readonly sizes?: PartsSizes;
  readonly seed?: number;
  readonly side?: number;
  /** Which parts there are, by key; all when absent. */
  readonly keys?: readonly string[];
  /** One part per picture and its class, instead of boxes. */
  readonly closeUps?: boolean;
  readonly onProgress?: (done: number, all: number) => void;
}

const usualSizes: PartsSizes = { train: 240, validation: 60, test: 60 };
/** Parts on a belt as data to train with, drawn anew each time: the same options give the same bytes. */
export async function partsData({
  sizes = usualSizes,
  seed = 1,
  side,
  keys = parts.map(({ key }) => key),
  closeUps = false,
  onProgress,
}: PartsOptions = {}): Promise<TrainingData> {
  const camera = await BeltCamera.open({ seed, keys, ...(side === undefined ? {} : { side }) });
  const splits = (['train', 'validation', 'test'] as const).flatMap((split) =>
    Array.from({ length: sizes[split] }, () => split),
  );
  const pictures = new Map<string, Uint8Array>();
  const items: TrainingItem[] = [];
  for (const [number, split] of splits.entries()) {
    const scene = closeUps ? camera.closeUp(number, keys[number % keys.length]) : camera.scene(number);
    const bytes = await beltJpeg(scene.image);
    const digest = createHash('sha256').update(bytes).digest('hex');
    pictures.set(digest, bytes);
    items.push(itemOf({ scene, split, digest, number, closeUps }));
    onProgress?.(number + 1, splits.length);
  }
  const picture = async (digest: string): Promise<Uint8Array> => {
    const bytes = pictures.get(digest);
    if (bytes === undefined) throw new RangeError(`There is no picture ${digest}.`);
    return bytes;
  };
  const classes = parts.filter(({ key }) => keys.includes(key)).map(({ key, name }) => ({ key, name }));
  return { classes, items, picture };
}

interface Drawn {
  readonly scene: BeltScene;
  readonly split: Split;
  readonly digest: string;
  readonly number: number;
  readonly closeUps: boolean;
}

function itemOf({ scene, split, digest, number, closeUps }: Drawn): TrainingItem {
  const { width, height } = scene.image;
  const fileName = `belt-${String(number).padStart(5, '0')}.jpg`;
  const label = closeUps ? { classKey: scene.parts[0]?.key ?? '' } : boxesOf(scene);
  return { digest, label, split, width, height, id: null, datasetId: null, deviceId: null, fileName };
}

const boxesOf = ({ parts: seen }: BeltScene): Label => ({
  boxes: seen.map(({ key, x1, y1, x2, y2 }) => ({ classKey: key, x: x1, y: y1, w: x2 - x1, h: y2 - y1 })),
});
