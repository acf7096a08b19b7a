import { availableParallelism } from 'node:os';
import type { BlobStore } from '@tutti/blob-store';
import {
  itemImageLimits,
  maxItemBytes,
  type ItemPrediction,
  type ItemSource,
  type Split,
} from '@tutti/contracts/datasets';
import type { Aggregates, HandleOptions } from '@tutti/event-store';
import type { InspectedPicture } from '@tutti/vision';
import { inspected } from '../picture/inspected';
import { fileNameOf } from './file-name';
import { Gate } from './gate';
import { HeldBytes } from './held-bytes';
import type { HandledItem } from './item-desk';
import { itemIdOf } from './item-id';
import { itemDecider, type Statement } from './item.decider';
import { assertFits } from './label-rules.decider';

/** The blobs of this context: pictures, thumbnails, manifests. */
export const blobNamespace = 'datasets';

/** Bytes under a digest never change; whoever may not read them any more is asked at the next place that caches nothing. */
export const cacheControl = 'private, max-age=31536000, immutable';

const rules = { limits: itemImageLimits, code: 'item.picture-invalid' } as const;

export interface NewPicture {
  readonly datasetId: string;
  readonly content: Uint8Array | AsyncIterable<Uint8Array>;
  /** As it came; what is kept of it is what `fileNameOf` leaves. */
  readonly fileName?: string | undefined;
  readonly source: ItemSource;
  readonly split?: Split | undefined;
  readonly prediction?: ItemPrediction | undefined;
  /** A label; or what makes one for the picture as it really is, and may throw what keeps it out. */
  readonly statement?: Statement | ((seen: InspectedPicture) => Statement | undefined) | undefined;
}

export interface TakenPicture extends HandledItem {
  readonly id: string;
  /** False when the dataset had the same bytes already. A repeated command answers as it did the first time. */
  readonly added: boolean;
  /** It was given the label. */
  readonly labelled: boolean;
}

/** What would become of a picture. */
export type CheckedPicture = Pick<TakenPicture, 'added' | 'labelled'>;

/** Digests of pictures that were looked at, and whether they would still take a label. */
export type SeenPictures = Map<string, boolean>;

/** Pictures that are taken at a time: while some wait for the disk and the log, others are decoded. */
const takenAtOnce = 16;
/** One thread decodes each. */
const decodedAtOnce = Math.max(2, availableParallelism());
/** Bodies that are on their way: eight of the largest, or a great many that come slowly. */
const mostHeldBytes = 8 * maxItemBytes;

/** Takes pictures into datasets: what is none is refused before anything of it is kept. */
export class PictureIntake {
  readonly #gate = new Gate(takenAtOnce);
  readonly #decoding = new Gate(decodedAtOnce);
  readonly #held = new HeldBytes(mostHeldBytes);

  constructor(
    private readonly parts: { readonly aggregates: Aggregates; readonly blobs: Pick<BlobStore, 'put'> },
  ) {}

  /**
   * Bytes first, then the event: what dies in between leaves bytes that nothing refers to, which the sweep deletes.
   * Throws `item.picture-invalid`, and what labels are refused with. The dataset is the caller's to look at.
   */
  take(picture: NewPicture, options: HandleOptions): Promise<TakenPicture> {
    return this.#withBytes(picture, (content) => this.#take({ ...picture, content }, options));
  }

  /** Looks at a picture as `take` does after those that were looked at before it, and keeps nothing but what it saw. */
  check(picture: NewPicture, before: SeenPictures): Promise<CheckedPicture> {
    return this.#withBytes(picture, async (content) => {
      const seen = await this.#inspected(content);
      const statement = statementOf(picture, seen);
      if (statement) assertFits(statement.label, statement.rules, seen);
      const { state } = await this.parts.aggregates.load(
        itemDecider,
        itemIdOf(picture.datasetId, seen.sha256),
        { confirmed: false },
      );
      const isKnown = state.status === 'known' || before.has(seen.sha256);
      const isOpen =
        before.get(seen.sha256) ?? (state.status === 'initial' || (!state.label && !state.excluded));
      const labelled = statement !== undefined && isOpen;
      before.set(seen.sha256, isOpen && !labelled);
      return { added: !isKnown, labelled };
    });
  }

  /** Whoever sends slowly takes no place of others: a picture takes its place when all of it is here. */
  #withBytes<Result>({ content }: NewPicture, work: (bytes: Uint8Array) => Promise<Result>): Promise<Result> {
    const inTurn = (bytes: Uint8Array): Promise<Result> => this.#gate.run(() => work(bytes));
    if (content instanceof Uint8Array) return inTurn(content);
    return this.#held.with(content, rules.limits.maxBytes, inTurn);
  }

  #inspected(content: NewPicture['content']): Promise<InspectedPicture> {
    return this.#decoding.run(() => inspected(content, rules));
  }

  async #take(picture: NewPicture, options: HandleOptions): Promise<TakenPicture> {
    const { aggregates } = this.parts;
    const seen = await this.#inspected(picture.content);
    const statement = statementOf(picture, seen);
    const id = itemIdOf(picture.datasetId, seen.sha256);
    const [, thumbnail] = await Promise.all([
      this.#put(seen.bytes),
      this.#put(seen.thumbnail),
      // So that `handle` has it at hand when the bytes are stored.
      aggregates.load(itemDecider, id, { confirmed: false }),
    ]);
    const item = itemOf(picture, seen, thumbnail);
    const handled = await aggregates.handle(itemDecider, id, { type: 'AddItem', item, statement }, options);
    if (!handled.appended) return { ...handled, id, ...(await this.#repeated(id, statement, options)) };
    return { ...handled, id, added: handled.versionBefore === 0, labelled: statement !== undefined };
  }

  /** What this very command did before, when it is one that is repeated. */
  async #repeated(
    id: string,
    statement: Statement | undefined,
    { commandId }: HandleOptions,
  ): Promise<CheckedPicture> {
    const { aggregates } = this.parts;
    const { commandIds } = await aggregates.load(itemDecider, id, { confirmed: false });
    const [, position] = commandIds.findLast(([known]) => known === commandId) ?? [];
    if (position === undefined) return { added: false, labelled: false };
    const before = await aggregates.loadAsOf(itemDecider, id, { position: position - 1 });
    return { added: before.version === 0, labelled: statement !== undefined };
  }

  async #put(bytes: Uint8Array): Promise<string> {
    const { sha256 } = await this.parts.blobs.put(blobNamespace, bytes, { maxBytes: bytes.byteLength });
    return sha256;
  }
}

const statementOf = ({ statement }: NewPicture, seen: InspectedPicture): Statement | undefined =>
  typeof statement === 'function' ? statement(seen) : statement;

const itemOf = (picture: NewPicture, seen: InspectedPicture, thumbnail: string) => {
  const { datasetId, source, split, prediction } = picture;
  const fileName = fileNameOf(picture.fileName);
  return {
    datasetId,
    digest: seen.sha256,
    bytes: seen.bytes.byteLength,
    thumbnail,
    mediaType: seen.mediaType,
    width: seen.width,
    height: seen.height,
    orientation: seen.orientation,
    source,
    ...(fileName === undefined ? {} : { fileName }),
    ...(split === undefined ? {} : { split }),
    ...(prediction === undefined ? {} : { prediction }),
  };
};
