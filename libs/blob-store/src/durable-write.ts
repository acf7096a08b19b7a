import { createHash } from 'node:crypto';
import { type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DomainError } from '@tutti/kernel';
import { blobErrors } from './blob-errors';
import type { PutOptions, StoredBlob } from './port';

/** A rename is durable once its folder is synced (fsync(2)); Windows can neither open nor sync a folder. */
const syncFolder = async (folder: string): Promise<void> => {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};

const copy = async (
  handle: FileHandle,
  content: AsyncIterable<Uint8Array>,
  { maxBytes }: PutOptions,
): Promise<StoredBlob> => {
  const hash = createHash('sha256');
  let size = 0;
  for await (const chunk of content) {
    size += chunk.byteLength;
    if (size > maxBytes)
      throw new DomainError(blobErrors['blob.too-large'], {
        detail: `At most ${maxBytes} bytes are accepted here.`,
      });
    hash.update(chunk);
    await handle.appendFile(chunk);
  }
  await handle.sync();
  return { sha256: hash.digest('hex'), size };
};

const named = (error: unknown): unknown =>
  error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT')
    ? new DomainError(blobErrors['blob.storage-full'], {
        detail: 'The storage is full. Try again later.',
        cause: error,
      })
    : error;

/** Writes a temporary file, synced; whatever fails, it is gone again. */
export const writeTemporary = async (
  path: string,
  content: AsyncIterable<Uint8Array>,
  options: PutOptions,
): Promise<StoredBlob> => {
  try {
    const handle = await open(path, 'wx', 0o600);
    try {
      const stored = await copy(handle, content, options);
      if (options.sha256 !== undefined && options.sha256 !== stored.sha256)
        throw new DomainError(blobErrors['blob.digest-mismatch'], {
          detail: `The bytes have sha256 ${stored.sha256}, announced was ${options.sha256}.`,
        });
      return stored;
    } finally {
      await handle.close();
    }
  } catch (error) {
    await rm(path, { force: true });
    throw named(error);
  }
};

/** Moves a synced file to its place, for good. */
export const publish = async (from: string, to: string): Promise<void> => {
  await mkdir(dirname(to), { recursive: true, mode: 0o700 });
  await rename(from, to);
  await syncFolder(dirname(to));
};
