import { canonicalLabel } from '@tutti/contracts/datasets';
import type { DatasetRow } from '../dataset/dataset-list.projection';
import { blobNamespace } from '../item/picture-intake';
import type { ItemRow } from '../item/item-list.projection';
import type { SchemaClass } from '../label-schema/label-schema.state';
import { heldItems, type HeldItem } from '../version/frozen-items';
import { maxManifestBytes, rowPages, type ManifestParts } from '../version/write-manifest';
import { gone } from './export-archive';
import type { ExportContent, ExportedItem } from './export-content';

const lineOf = (row: ItemRow, { labelled }: HeldItem): string => {
  const { digest, split, fileName, mediaType, bytes, width, height, stated } = row;
  const facts: Omit<ExportedItem, 'label'> = { digest, split, fileName, mediaType, bytes, width, height };
  const label = labelled && stated ? canonicalLabel(stated.label) : 'null';
  return `{"label":${label},${JSON.stringify(facts).slice(1)}\n`;
};

/**
 * Lists what a dataset holds now, excluded items aside, all as of one position, so that what is labelled while an export
 * goes on changes nothing of it. Nothing refers to the listing: the sweep takes it away after the grace. The same items
 * are the same bytes, so asking again stores nothing.
 */
export const writeListing = async (
  parts: ManifestParts,
  { id, task }: Pick<DatasetRow, 'id' | 'task'>,
  { classes, signal }: { readonly classes: readonly SchemaClass[]; readonly signal: AbortSignal },
): Promise<ExportContent> => {
  const states = ['labelled', 'needs-relabel', 'unlabelled'] as const;
  const { position, items } = await heldItems(parts.database, id, { classes, states });
  async function* lines(): AsyncGenerator<Uint8Array, void> {
    yield Buffer.from(`${JSON.stringify({ format: 'tutti-listing/1', task })}\n`);
    let next = 0;
    for await (const rows of rowPages(parts, items, position)) {
      if (signal.aborted) throw gone();
      const text = rows.map((row) => {
        const item = items[next++];
        return item ? lineOf(row, item) : '';
      });
      yield Buffer.from(text.join(''));
    }
  }
  const { sha256: digest } = await parts.blobs.put(blobNamespace, lines(), { maxBytes: maxManifestBytes });
  return { digest, task, classes };
};
