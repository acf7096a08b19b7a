import type { BlobStore } from '@tutti/blob-store';
import {
  maxItemBytes,
  maxSide,
  type ItemPrediction,
  type ItemSource,
  type Split,
} from '@tutti/contracts/datasets';
import type { Aggregates, HandleOptions } from '@tutti/event-store';
import { ImageError, inspectPicture } from '@tutti/vision';
import { refused } from '../dataset/dataset-refusal.decider';
import { fileNameOf } from './file-name';
import { Gate } from './gate';
import type { HandledItem } from './item-desk';
import { itemIdOf } from './item-id';
import { itemDecider, type Statement } from './item.decider';

/** The blobs of this context: pictures, thumbnails, manifests. */
export const blobNamespace = 'datasets';

export const pictureLimits = { maxBytes: maxItemBytes, maxPixels: 100_000_000 };

export interface NewPicture {
  readonly datasetId: string;
  readonly content: Uint8Array | AsyncIterable<Uint8Array>;
  /** As it came; what is kept of it is what `fileNameOf` leaves. */
  readonly fileName?: string | undefined;
  readonly source: ItemSource;
  readonly split?: Split | undefined;
  readonly prediction?: ItemPrediction | undefined;
  readonly statement?: Statement | undefined;
}

export interface TakenPicture extends HandledItem {
  readonly id: string;
  /** False when the dataset had the same bytes already. */
  readonly added: boolean;
}

/** Pictures that are held in memory and decoded at a time. */
const atOnce = 4;

/** Takes pictures into datasets: what is none is refused before anything of it is kept. */
export class PictureIntake {
  readonly #gate = new Gate(atOnce);

  constructor(private readonly parts: { readonly aggregates: Aggregates; readonly blobs: BlobStore }) {}

  /**
   * Bytes first, then the event: what dies in between leaves bytes that nothing refers to, which the sweep deletes.
   * Throws `item.picture-invalid`, and what labels are refused with. The dataset is the caller's to look at.
   */
  take(picture: NewPicture, options: HandleOptions): Promise<TakenPicture> {
    return this.#gate.run(() => this.#take(picture, options));
  }

  async #take(picture: NewPicture, options: HandleOptions): Promise<TakenPicture> {
    const { aggregates } = this.parts;
    const { datasetId, source, split, prediction, statement } = picture;
    const { bytes, sha256: digest, thumbnail, ...seen } = await inspected(picture.content);
    await this.#put(bytes);
    const fileName = fileNameOf(picture.fileName);
    const item = {
      datasetId,
      digest,
      bytes: bytes.byteLength,
      thumbnail: await this.#put(thumbnail),
      mediaType: seen.mediaType,
      width: seen.width,
      height: seen.height,
      orientation: seen.orientation,
      source,
      ...(fileName === undefined ? {} : { fileName }),
      ...(split === undefined ? {} : { split }),
      ...(prediction === undefined ? {} : { prediction }),
    };
    const id = itemIdOf(datasetId, digest);
    const before = await aggregates.load(itemDecider, id, { confirmed: false });
    const handled = await aggregates.handle(itemDecider, id, { type: 'AddItem', item, statement }, options);
    return { ...handled, id, added: handled.appended && before.version === 0 };
  }

  async #put(bytes: Uint8Array): Promise<string> {
    const { sha256 } = await this.parts.blobs.put(blobNamespace, bytes, { maxBytes: bytes.byteLength });
    return sha256;
  }
}

const inspected = async (content: NewPicture['content']): ReturnType<typeof inspectPicture> => {
  try {
    const picture = await inspectPicture(content, { limits: pictureLimits });
    if (Math.max(picture.width, picture.height) > maxSide)
      throw new ImageError('image.too-many-pixels', `A side of a picture has at most ${maxSide} pixels.`);
    return picture;
  } catch (error) {
    if (!(error instanceof ImageError)) throw error;
    throw refused('item.picture-invalid', error.message, { params: { reason: error.code } });
  }
};
