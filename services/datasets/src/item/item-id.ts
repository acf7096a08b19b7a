import { createHash } from 'node:crypto';
import { base32 } from '@tutti/service-kit';

/** Id of the item with these bytes in this dataset: adding the same picture again meets the item that is there. */
export const itemIdOf = (datasetId: string, sha256: string): string =>
  base32(createHash('sha256').update(`${datasetId}\n${sha256}`).digest()).slice(0, 26);
