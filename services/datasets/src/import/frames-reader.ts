import { buffer } from 'node:stream/consumers';
import type { BlobStore } from '@tutti/blob-store';
import type { ImportSource } from '@tutti/contracts/datasets';
import { refused } from '../dataset/dataset-refusal.decider';
import type { FrameRow } from '../frame/frame.table';
import type { FrameChoice, FramePlace, FrameView } from '../frame/frame.view';
import { blobNamespace } from '../item/picture-intake';
import type { ImportPicture, ImportReader } from './import-reader';

type DevicesSource = Extract<ImportSource, { readonly kind: 'devices' }>;

interface FramesParts {
  readonly frames: FrameView;
  readonly blobs: BlobStore;
  readonly importId: string;
  readonly source: DevicesSource;
  /** Milliseconds since 1970: what comes later is another import's. */
  readonly startedAt: number;
}

const pageSize = 200;

/** What an import from devices chooses. */
export const choiceOf = ({ filter: q, from, to, minScore, maxScore }: DevicesSource): FrameChoice => ({
  q,
  from,
  to,
  minScore,
  maxScore,
});

/** Pictures that devices chose and sent, oldest first, with what their model said. */
export class FramesReader implements ImportReader {
  readonly missing = [];
  readonly found = [];

  private constructor(
    private readonly parts: FramesParts,
    private readonly choice: FrameChoice,
    readonly total: number,
  ) {}

  /** Throws `query.invalid`. */
  static async open(parts: FramesParts): Promise<FramesReader> {
    const choice = { ...choiceOf(parts.source), receivedUntil: parts.startedAt };
    const { count } = await parts.frames.count(choice, 0);
    return new FramesReader(parts, choice, count);
  }

  async *pictures(after: string | null): AsyncGenerator<ImportPicture> {
    let place = after === null ? undefined : placeOf(after);
    for (;;) {
      const page = await this.parts.frames.after(this.choice, place, pageSize);
      for (const row of page) yield this.#picture(row);
      place = page.at(-1);
      if (page.length < pageSize) return;
    }
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  #picture(row: FrameRow): ImportPicture {
    const { id, at, deviceId, journal, seq, inputFile: fileName, prediction } = row;
    const { importId } = this.parts;
    const seen = new Date(at).toISOString();
    return {
      place: `${at}.${id}`,
      where: id,
      facts: { fileName, source: { kind: 'device', deviceId, at: seen, journal, seq, importId }, prediction },
      read: () => this.#read(row),
    };
  }

  /** The bytes stay where they are: what takes them in finds them there. */
  async #read({ digest }: FrameRow): Promise<Uint8Array> {
    const blob = await this.parts.blobs.open(blobNamespace, digest);
    if (!blob) throw refused('frame.picture-gone', 'It has expired meanwhile.');
    return buffer(blob.stream);
  }
}

/** `<time>.<id>` */
const placeOf = (text: string): FramePlace => {
  const end = text.indexOf('.');
  return { at: Number(text.slice(0, end)), id: text.slice(end + 1) };
};
