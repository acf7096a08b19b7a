/** Inner parts for benchmarks; no other service may use them. */
export { zip, type ZipContent } from '../archive/zip-writer';
export { datasetListProjection, type DatasetRow } from '../dataset/dataset-list.projection';
export { exportArchive } from '../export/export-archive';
export { writeListing } from '../export/write-listing';
export { datasetProgress } from '../item/dataset-progress';
export { itemListProjection, type ItemRow } from '../item/item-list.projection';
export { itemListTable } from '../item/item-list.table';
export { ItemView } from '../item/item.view';
export { openDatasetsDatabase } from '../storage/open-datasets-database';
export { assignSplits } from '../version/assign-splits';
export { frozenItems } from '../version/frozen-items';
export { keptParts } from '../version/kept-parts';
export { writeManifest } from '../version/write-manifest';
