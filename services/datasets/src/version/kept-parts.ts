import type { BlobStore } from '@tutti/blob-store';
import { split, type Split } from '@tutti/contracts/datasets';
import { z } from 'zod';
import { refused } from '../dataset/dataset-refusal.decider';
import { blobNamespace } from '../item/picture-intake';
import type { Parts } from './assign-splits';
import type { FrozenItem } from './frozen-items';
import { itemsOf } from './manifest';

export const manifestGone = (): Error =>
  refused('item.picture-gone', 'The blob store has no such manifest. Restore its backup.');

const placed = z.object({ digest: z.string(), split });

/** Where items stood in an earlier version. They and its manifest ascend by digest, and are read side by side. */
export const keptParts = async (
  blobs: BlobStore,
  manifest: string,
  items: readonly Pick<FrozenItem, 'id' | 'digest'>[],
): Promise<Parts> => {
  const blob = await blobs.open(blobNamespace, manifest);
  if (!blob) throw manifestGone();
  const kept = new Map<string, Split>();
  let at = 0;
  for await (const { digest, split: part } of itemsOf(blob.stream, placed)) {
    while ((items[at]?.digest ?? digest) < digest) at += 1;
    const item = items[at];
    if (item?.digest === digest) kept.set(item.id, part);
  }
  return kept;
};
