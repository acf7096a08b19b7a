import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';

/** Feeds a file's bytes to a hash, a chunk at a time; answers with how many there are. */
export async function hashInto(hash: Hash, path: string): Promise<number> {
  let size = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: 262_144 })) {
    hash.update(chunk as Buffer);
    size += (chunk as Buffer).length;
  }
  return size;
}

export interface FileDigest {
  /** sha256, hexadecimal. */
  readonly digest: string;
  readonly bytes: number;
}

export async function digestOfFile(path: string): Promise<FileDigest> {
  const hash = createHash('sha256');
  const bytes = await hashInto(hash, path);
  return { digest: hash.digest('hex'), bytes };
}
