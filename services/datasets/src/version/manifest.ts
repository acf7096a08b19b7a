import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import {
  canonicalLabel,
  label,
  pictureMediaType,
  split,
  type DatasetTask,
  type ShownClass,
} from '@tutti/contracts/datasets';
import { z } from 'zod';

/** First line of a manifest: what the labels in it mean. */
export interface ManifestHead {
  readonly format: 'tutti-dataset/1';
  readonly datasetId: string;
  readonly task: DatasetTask;
  readonly labelSchemaId: string;
  readonly schemaVersion: number;
  readonly classes: readonly Pick<ShownClass, 'key' | 'id' | 'name'>[];
}

/** Every other line: one item. */
const manifestItem = z.object({
  digest: z.string(),
  label,
  split,
  id: z.string(),
  fileName: z.string().nullable(),
  mediaType: pictureMediaType,
  bytes: z.number(),
  width: z.number(),
  height: z.number(),
  orientation: z.number(),
  deviceId: z.string().nullable(),
});
export type ManifestItem = z.infer<typeof manifestItem>;

/** Fields in one order and labels in their canonical form: the same items are the same bytes. */
export const manifestLine = (item: ManifestItem): string => {
  const { digest, label: stated, split: part, ...rest } = item;
  const { id, fileName, mediaType, bytes, width, height, orientation, deviceId } = rest;
  const facts = JSON.stringify({ id, fileName, mediaType, bytes, width, height, orientation, deviceId });
  return `{"digest":"${digest}","label":${canonicalLabel(stated)},"split":"${part}",${facts.slice(1)}\n`;
};

/**
 * Hash of what is trained on, and of nothing else: version of the label schema, and digest, label and part of each item,
 * ascending by digest. Names of files and where pictures came from do not count.
 */
export class ContentHash {
  readonly #hash = createHash('sha256');

  constructor({ labelSchemaId, schemaVersion, task }: Omit<ManifestHead, 'classes'>) {
    this.#hash.update(`tutti-dataset/1\n${task}\n${labelSchemaId} ${schemaVersion}\n`);
  }

  add({ digest, label: stated, split: part }: ManifestItem): void {
    this.#hash.update(`${digest} ${part} ${canonicalLabel(stated)}\n`);
  }

  digest(): string {
    return this.#hash.digest('hex');
  }
}

const lineFeed = 0x0a;

/** Lines with the byte at which each begins. Not by `readline`: it takes U+2028, which JSON does not escape, for an end too. */
async function* linesOf(
  content: Readable,
  offset: number,
): AsyncGenerator<{ readonly line: string; readonly at: number }, void> {
  let rest: Buffer = Buffer.alloc(0);
  let at = offset;
  for await (const chunk of content as AsyncIterable<Buffer>) {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let from = 0;
    for (let end = rest.indexOf(lineFeed); end >= 0; end = rest.indexOf(lineFeed, from)) {
      yield { line: rest.toString('utf8', from, end), at: at + from };
      from = end + 1;
    }
    rest = rest.subarray(from);
    at += from;
  }
}

/**
 * The items of a manifest, in their order, one at a time, each with the byte at which its line begins. `offset` is where
 * the content begins: 0, or such a byte.
 */
export async function* manifestLines(
  content: Readable,
  offset = 0,
): AsyncGenerator<{ readonly item: ManifestItem; readonly at: number }, void> {
  for await (const { line, at } of linesOf(content, offset))
    if (at > 0) yield { item: manifestItem.parse(JSON.parse(line)), at };
}

/** The items alone, as far as the schema takes them. */
export async function* itemsOf<Item>(content: Readable, item: z.ZodType<Item>): AsyncGenerator<Item, void> {
  for await (const { line, at } of linesOf(content, 0)) if (at > 0) yield item.parse(JSON.parse(line));
}

export const manifestItems = (content: Readable): AsyncGenerator<ManifestItem, void> =>
  itemsOf(content, manifestItem);
