import type { BlobStore } from '@tutti/blob-store';
import { label, pictureMediaType, split, type DatasetTask, type Label } from '@tutti/contracts/datasets';
import { z } from 'zod';
import { placeBox } from '../format/boxes';
import type { ClassDescription, DatasetDescription, ItemDescription } from '../format/description';
import { blobNamespace } from '../item/picture-intake';
import { manifestGone } from '../version/kept-parts';
import { itemsOf } from '../version/manifest';

/** What is exported: a manifest, or a listing of what holds now, that lies in the blob store and never changes. */
export interface ExportContent {
  /** SHA-256 of the manifest or listing. */
  readonly digest: string;
  readonly task: DatasetTask;
  readonly classes: readonly ClassDescription[];
}

/** An item as far as exports know it; each line of a manifest is one, too. */
export const exportedItem = z.object({
  digest: z.string(),
  label: label.nullable(),
  split: split.nullable(),
  fileName: z.string().nullable(),
  mediaType: pictureMediaType,
  bytes: z.number(),
  width: z.number(),
  height: z.number(),
});
export type ExportedItem = z.infer<typeof exportedItem>;

/** Pictures of devices have no name. */
const nameLength = 16;

/** People draw finer than the grid that formats are written on. */
const onGrid = (of: Label, size: Pick<ExportedItem, 'width' | 'height'>): Label => {
  if (!('boxes' in of)) return of;
  const boxes = of.boxes.flatMap(({ classKey, ...box }) => {
    const placed = placeBox({ ...box, unit: 'pixel' }, size);
    if (!placed) return [];
    const { x, y, w, h } = placed;
    return [{ classKey, x, y, w, h }];
  });
  return { boxes };
};

const toDescription = (item: ExportedItem): ItemDescription => ({
  fileName: item.fileName ?? item.digest.slice(0, nameLength),
  sha256: item.digest,
  mediaType: item.mediaType,
  bytes: item.bytes,
  width: item.width,
  height: item.height,
  ...(item.split === null ? {} : { split: item.split }),
  ...(item.label === null ? {} : { label: onGrid(item.label, item) }),
});

/** A dataset that formats can write, read anew from the blob store for each pass. `onItem` may throw to end one. */
export const describeContent = (
  blobs: BlobStore,
  { digest, task, classes }: ExportContent,
  onItem: () => void,
): DatasetDescription => ({
  task,
  classes,
  items: async function* () {
    const blob = await blobs.open(blobNamespace, digest);
    if (!blob) throw manifestGone();
    for await (const item of itemsOf(blob.stream, exportedItem)) {
      onItem();
      yield toDescription(item);
    }
  },
});
