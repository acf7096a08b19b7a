import { fitImage } from '@tutti/vision';
import { decodeItem } from '../data/decode-item';
import type { TrainingData, TrainingItem } from '../task/training-task';

/** What the training does to a picture, and the model's metadata tells the device to do. */
export const trainingFit = { resize: 'stretch', padValue: 0 } as const;

/** Pictures of 256 pixels a side that stay in memory: 1365. Further ones are decoded each time they are needed. */
const mostBytes = 256 * 1024 * 1024;
/** Decoded while another one is looked at. */
const ahead = 2;

/** Pictures as the model's input has them. */
export class FittedPictures {
  private readonly kept = new Map<string, Uint8Array>();

  constructor(
    private readonly data: TrainingData,
    readonly side: number,
    private readonly room = mostBytes,
  ) {}

  async pixels(item: TrainingItem): Promise<Uint8Array> {
    const known = this.kept.get(item.digest);
    if (known !== undefined) return known;
    const frame = { width: this.side, height: this.side, ...trainingFit };
    const { image } = await fitImage(await decodeItem(this.data, item), frame);
    if ((this.kept.size + 1) * image.data.length <= this.room) this.kept.set(item.digest, image.data);
    return image.data;
  }

  /** Looks at all pictures in order, decoding the next ones meanwhile. */
  async each<T extends { readonly item: TrainingItem }>(
    pictures: readonly T[],
    look: (picture: T, pixels: Uint8Array, number: number) => Promise<void>,
  ): Promise<void> {
    const pending = pictures.slice(0, ahead).map(({ item }) => this.soon(item));
    try {
      for (const [number, picture] of pictures.entries()) {
        const next = pictures[number + ahead];
        if (next !== undefined) pending.push(this.soon(next.item));
        const pixels = await pending.shift();
        if (pixels !== undefined) await look(picture, pixels, number);
      }
    } finally {
      await Promise.allSettled(pending);
    }
  }

  /** A picture that cannot be read is told of when it is its turn, not before. */
  private soon(item: TrainingItem): Promise<Uint8Array> {
    const reading = this.pixels(item);
    reading.catch(() => undefined);
    return reading;
  }
}
