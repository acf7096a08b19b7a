import type { FileHandle } from 'node:fs/promises';

/** A write may be cut short (a disk that fills up, say): goes on until all is written or it throws. */
export async function writeAll(file: FileHandle, bytes: Buffer, position: number): Promise<void> {
  let written = 0;
  while (written < bytes.length) {
    const left = bytes.length - written;
    const { bytesWritten } = await file.write(bytes, written, left, position + written);
    written += bytesWritten;
  }
}
