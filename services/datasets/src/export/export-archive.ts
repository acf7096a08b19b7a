import { hash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { BlobStore } from '@tutti/blob-store';
import { commonErrors } from '@tutti/contracts/common';
import { DomainError } from '@tutti/kernel';
import { zip, zipSize, type ZipContent } from '../archive/zip-writer';
import { exportDataset, type ExportFormat } from '../format/export-dataset';
import type { ExportFile } from '../format/write-dataset';
import { blobNamespace } from '../item/picture-intake';
import { describeContent, type ExportContent } from './export-content';
import { sentStream } from './sent-stream';

export interface ArchiveOptions {
  readonly format: ExportFormat;
  readonly lossy: boolean;
  /** Whoever asked has left: what has not begun to be sent need not begin. */
  readonly signal: AbortSignal;
}

export interface ExportArchive {
  readonly size: number;
  /** Fails in the middle, where a picture is missing or damaged or nobody reads on: what was sent then lacks its end and is no archive. */
  readonly stream: Readable;
}

const sizeOf = (file: ExportFile): number => ('text' in file ? Buffer.byteLength(file.text) : file.bytes);

async function* sizes(files: AsyncIterable<ExportFile>): AsyncGenerator<{ path: string; size: number }> {
  for await (const file of files) yield { path: file.path, size: sizeOf(file) };
}

export const gone = (): DomainError =>
  new DomainError(commonErrors['service.unavailable'], {
    detail: 'The service ends, or nobody waits for the export any more. Ask for it again.',
  });

const pictureOf = async (blobs: BlobStore, path: string, sha256: string): Promise<Uint8Array> => {
  const blob = await blobs.open(blobNamespace, sha256);
  if (!blob) throw new Error(`The blob store has no ${sha256}, the picture ${path} of an export.`);
  const bytes = await buffer(blob.stream);
  if (hash('sha256', bytes) !== sha256)
    throw new Error(`${sha256}, the picture ${path} of an export, is damaged.`);
  return bytes;
};

/**
 * Content as an archive, one picture in memory at a time. Everything is looked through, and measured, before the first byte:
 * throws a `DomainError` of `formatErrors` where the format cannot hold what there is.
 */
export const exportArchive = async (
  blobs: BlobStore,
  content: ExportContent,
  { format, lossy, signal }: ArchiveOptions,
): Promise<ExportArchive> => {
  let isSending = false;
  const dataset = describeContent(blobs, content, () => {
    if (!isSending && signal.aborted) throw gone();
  });
  const files = await exportDataset(format, dataset, { lossy });
  const size = await zipSize(sizes(files));
  isSending = true;
  async function* contents(): AsyncGenerator<ZipContent, void> {
    for await (const file of files) {
      const { path } = file;
      yield {
        path,
        bytes: 'text' in file ? Buffer.from(file.text) : await pictureOf(blobs, path, file.sha256),
      };
    }
  }
  return { size, stream: sentStream(zip(contents())) };
};
