import type { Item, LabelStatement } from '@tutti/contracts/datasets';
import type { ItemRow, StatedRow } from './item-list.projection';

const time = (at: number): string => new Date(at).toISOString();

const toStatement = ({ at, ...stated }: StatedRow): LabelStatement => ({ ...stated, at: time(at) });

/** A row as the API shows it. */
export const toItem = (row: ItemRow): Item => ({
  id: row.id,
  datasetId: row.datasetId,
  digest: row.digest,
  bytes: row.bytes,
  mediaType: row.mediaType,
  width: row.width,
  height: row.height,
  orientation: row.orientation,
  fileName: row.fileName,
  split: row.split,
  source: row.source,
  prediction: row.prediction,
  score: row.score,
  state: row.state,
  label: row.stated && toStatement(row.stated),
  relabel: row.relabel,
  review: row.review && { ...row.review, at: time(row.review.at) },
  excludedBecause: row.excludedBecause,
  addedAt: time(row.addedAt),
  changedAt: time(row.changedAt),
  pictureUrl: `/api/v1/items/${row.id}/picture`,
  thumbnailUrl: `/api/v1/items/${row.id}/thumbnail`,
  version: row.version,
});
