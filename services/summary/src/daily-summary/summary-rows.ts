import { json } from 'node:stream/consumers';
import type { BlobStore } from '@tutti/blob-store';
import { summaryErrors, summaryRow, type SummaryRow } from '@tutti/contracts/summary';
import type { BlobReference } from '@tutti/contracts/training';
import { Mutex } from '@tutti/database';
import { DomainError } from '@tutti/kernel';
import { z } from 'zod';

/** Bytes of the summary service. */
export const blobNamespace = 'summary';
/** Of 100,000 rows. */
const maxBytes = 64 * 1024 ** 2;

const rowsFile = z.array(summaryRow);

/** Keeps a day's rows. The same rows are the same bytes. */
export const writeRows = async (
  blobs: Pick<BlobStore, 'put'>,
  rows: readonly SummaryRow[],
): Promise<BlobReference & { readonly count: number }> => {
  const stored = await blobs.put(blobNamespace, Buffer.from(JSON.stringify(rows)), { maxBytes });
  return { count: rows.length, digest: stored.sha256, bytes: stored.size };
};

/** The rows of a day, as they were when it was summed up. Throws `summary.rows-gone` when the store no longer has them. */
export const readRows = async (
  blobs: Pick<BlobStore, 'open'>,
  { digest }: Pick<BlobReference, 'digest'>,
): Promise<SummaryRow[]> => {
  const blob = await blobs.open(blobNamespace, digest);
  if (!blob)
    throw new DomainError(summaryErrors['summary.rows-gone'], {
      detail: `The blob store no longer has the rows ${digest}. Restore its backup.`,
    });
  return rowsFile.parse(await json(blob.stream));
};

export type RowsReader = (rows: Pick<BlobReference, 'digest'>) => Promise<readonly SummaryRow[]>;

/** Reads one day after the other, and a day once for all who ask meanwhile: each is held in memory as a whole. */
export const rowsReader = (blobs: Pick<BlobStore, 'open'>): RowsReader => {
  const turn = new Mutex();
  const coming = new Map<string, Promise<readonly SummaryRow[]>>();
  return (rows) => {
    const { digest } = rows;
    const read = () => turn.run(() => readRows(blobs, rows)).finally(() => coming.delete(digest));
    const found = coming.get(digest) ?? read();
    coming.set(digest, found);
    return found;
  };
};
