import type { Readable } from 'node:stream';
import { classesIn, type Split, type VersionItem } from '@tutti/contracts/datasets';
import { manifestLines, type ManifestItem } from './manifest';

export interface ItemsPage {
  readonly size: number;
  readonly split?: Split | undefined;
  /** A key. */
  readonly class?: string | undefined;
}

export interface FoundItems {
  readonly items: readonly VersionItem[];
  /** Byte of the manifest at which the next item stands that was asked for. */
  readonly next?: number;
}

const isAsked = ({ split, label }: ManifestItem, page: ItemsPage): boolean =>
  (page.split === undefined || page.split === split) &&
  (page.class === undefined || Object.hasOwn(classesIn(label), page.class));

const toVersionItem = ({ id, digest, fileName, width, height, label, split }: ManifestItem): VersionItem => ({
  id,
  digest,
  fileName,
  width,
  height,
  label,
  split,
});

/** A page of a version's items, read from its manifest from `offset` on. */
export const versionItems = async (
  manifest: Readable,
  offset: number,
  page: ItemsPage,
): Promise<FoundItems> => {
  const items: VersionItem[] = [];
  try {
    for await (const { item, at } of manifestLines(manifest, offset)) {
      if (!isAsked(item, page)) continue;
      if (items.length === page.size) return { items, next: at };
      items.push(toVersionItem(item));
    }
  } finally {
    manifest.destroy();
  }
  return { items };
};
