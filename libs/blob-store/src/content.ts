import { createHash } from 'node:crypto';
import type { Content } from './port';
import { digestMismatch, tooLarge } from './refusals';
import { type Append, maxVerifiedBytes } from './upload-port';

async function* once(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  yield bytes;
}

export const chunksOf = (content: Content): AsyncIterable<Uint8Array> =>
  content instanceof Uint8Array ? once(content) : content;

/** What an append brings: as it comes, or verified as a whole first. */
export async function* appended({ content, sha256 }: Append): AsyncIterable<Uint8Array> {
  if (sha256 === undefined) {
    yield* chunksOf(content);
    return;
  }
  const chunks: Uint8Array[] = [];
  const hash = createHash('sha256');
  let size = 0;
  for await (const chunk of chunksOf(content)) {
    size += chunk.byteLength;
    if (size > maxVerifiedBytes) throw tooLarge(maxVerifiedBytes);
    hash.update(chunk);
    chunks.push(chunk);
  }
  const found = hash.digest('hex');
  if (found !== sha256) throw digestMismatch(found, sha256);
  yield* chunks;
}
