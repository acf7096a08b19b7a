import { createHash } from 'node:crypto';
import { type FileHandle, mkdir, open, rm } from 'node:fs/promises';
import type { PutOptions, StoredBlob } from '../port';
import { digestMismatch, sizeMismatch, storageFull, tooLarge } from '../refusals';
import { isFull } from './files';

const copy = async (
  handle: FileHandle,
  content: AsyncIterable<Uint8Array>,
  { maxBytes }: PutOptions,
): Promise<StoredBlob> => {
  const hash = createHash('sha256');
  let size = 0;
  for await (const chunk of content) {
    size += chunk.byteLength;
    if (size > maxBytes) throw tooLarge(maxBytes);
    hash.update(chunk);
    await handle.appendFile(chunk);
  }
  await handle.sync();
  return { sha256: hash.digest('hex'), size };
};

const assertAsAnnounced = (stored: StoredBlob, { sha256, size }: PutOptions): void => {
  if (size !== undefined && size !== stored.size) throw sizeMismatch(stored.size, size);
  if (sha256 !== undefined && sha256 !== stored.sha256) throw digestMismatch(stored.sha256, sha256);
};

/** Makes a file by `write`; whatever fails, it is gone again. A full disk is `blob.storage-full`. */
export const temporaryFile = async <T>(
  path: string,
  write: (handle: FileHandle) => Promise<T>,
): Promise<T> => {
  try {
    const handle = await open(path, 'wx', 0o600);
    try {
      return await write(handle);
    } finally {
      await handle.close();
    }
  } catch (error) {
    await rm(path, { force: true });
    throw isFull(error) ? storageFull(error) : error;
  }
};

/** Writes a temporary file, synced. */
export const writeTemporary = (
  path: string,
  content: AsyncIterable<Uint8Array>,
  options: PutOptions,
): Promise<StoredBlob> =>
  temporaryFile(path, async (handle) => {
    const stored = await copy(handle, content, options);
    assertAsAnnounced(stored, options);
    return stored;
  });

export const makeFolder = (path: string): Promise<unknown> =>
  mkdir(path, { recursive: true, mode: 0o700 }).catch((error: unknown) => {
    throw isFull(error) ? storageFull(error) : error;
  });
