import { Readable } from 'node:stream';
import type { Answer, Bytes } from '../route/answer';

/** The bytes that a route answers with, for a stream of messages; at most 64 KiB each. */
export async function* chunksOf({ body }: Answer<Bytes>): AsyncGenerator<Buffer, void> {
  const most = 65_536;
  for await (const bytes of body instanceof Readable ? (body as AsyncIterable<Buffer>) : [body]) {
    const chunk = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (let from = 0; from < chunk.length; from += most) yield chunk.subarray(from, from + most);
  }
}
