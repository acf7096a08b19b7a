import type { BlobStore, StoredBlob } from '@tutti/blob-store';
import type { Split, VersionCounts } from '@tutti/contracts/datasets';
import { findWhere } from '@tutti/database';
import { subjectOf, type EventLog } from '@tutti/event-store';
import { portions, type Clock } from '@tutti/kernel';
import { liveCheckpoint, rowAsOf } from '@tutti/runtime';
import type { DataSource } from 'typeorm';
import { itemListProjection, type ItemRow } from '../item/item-list.projection';
import { itemListTable } from '../item/item-list.table';
import { blobNamespace } from '../item/picture-intake';
import type { FrozenItem } from './frozen-items';
import { ContentHash, manifestLine, type ManifestHead, type ManifestItem } from './manifest';

export interface ManifestParts {
  readonly database: DataSource;
  readonly blobs: BlobStore;
  readonly log: EventLog;
  readonly clock: Clock;
}

export interface ManifestContent {
  readonly head: ManifestHead;
  readonly items: readonly FrozenItem[];
  readonly splits: ReadonlyMap<string, Split>;
  readonly position: number;
}

export interface WrittenManifest {
  readonly digest: string;
  readonly blob: StoredBlob;
}

/** Rows that are read at a time. */
const page = 500;
/** A picture takes a few hundred bytes, a thousand boxes a hundred thousand. */
export const maxManifestBytes = 8 * 1024 ** 3;

const toManifestItem = (row: ItemRow, split: Split): ManifestItem => {
  if (!row.stated) throw new Error(`Item ${row.id} has no label.`);
  const { id, digest, fileName, mediaType, bytes, width, height, orientation, deviceId } = row;
  const facts = { id, digest, fileName, mediaType, bytes, width, height, orientation, deviceId };
  return { ...facts, label: row.stated.label, split };
};

/** The rows of a page as they were at the position: what has changed since is folded from the log. */
const rowsOf = async (
  parts: ManifestParts,
  items: readonly Pick<FrozenItem, 'id' | 'version'>[],
  position: number,
): Promise<ItemRow[]> => {
  const { manager } = parts.database;
  const { generation } = await liveCheckpoint(manager, itemListProjection);
  const marks = items.map(() => '?').join(', ');
  const ids = items.map(({ id }) => id);
  const found = await findWhere(manager, itemListTable, `generation = ? AND id IN (${marks})`, [
    generation,
    ...ids,
  ]);
  const byId = new Map<string, ItemRow>(found.map((row) => [row.id, row]));
  return Promise.all(
    items.map(async ({ id, version }) => {
      const row = byId.get(id);
      if (row?.version === version) return row;
      const then = await rowAsOf(parts, itemListProjection, subjectOf('datasets', 'item', id), { position });
      if (!then) throw new Error(`The log does not hold item ${id} of position ${position}.`);
      return then;
    }),
  );
};

/** The rows of items as they were at the position, page by page. */
export async function* rowPages(
  parts: ManifestParts,
  items: readonly Pick<FrozenItem, 'id' | 'version'>[],
  position: number,
): AsyncGenerator<readonly ItemRow[], void> {
  for (const some of portions(items, page)) yield await rowsOf(parts, some, position);
}

/** Counts of what passes. */
export const emptyCounts = (): VersionCounts => ({ items: 0, splits: {}, classes: {} });

export const countItem = (
  counts: VersionCounts,
  { classes }: Pick<FrozenItem, 'classes'>,
  split: Split,
): void => {
  counts.items += 1;
  counts.splits[split] = (counts.splits[split] ?? 0) + 1;
  const of = (counts.classes[split] ??= {});
  for (const key of classes) of[key] = (of[key] ?? 0) + 1;
};

/** Writes the manifest page by page into the blob store, as it is read. */
export const writeManifest = async (
  parts: ManifestParts,
  { head, items, splits, position }: ManifestContent,
): Promise<WrittenManifest> => {
  const hash = new ContentHash(head);
  async function* lines(): AsyncGenerator<Uint8Array, void> {
    yield Buffer.from(`${JSON.stringify(head)}\n`);
    for await (const rows of rowPages(parts, items, position)) {
      const text = rows.map((row) => {
        const item = toManifestItem(row, splits.get(row.id) ?? 'train');
        hash.add(item);
        return manifestLine(item);
      });
      yield Buffer.from(text.join(''));
    }
  }
  const blob = await parts.blobs.put(blobNamespace, lines(), { maxBytes: maxManifestBytes });
  return { digest: hash.digest(), blob };
};
