import { statfs } from 'node:fs/promises';
import { keptFreeBytes } from '@tutti/contracts/devices';

/** Bytes that the disk of a folder has for what is dispensable. Below zero when others have taken more. */
export async function spareBytes(folder: string): Promise<number> {
  const { bavail, blocks, bsize } = await statfs(folder);
  return bavail * bsize - keptFreeBytes(blocks * bsize);
}
