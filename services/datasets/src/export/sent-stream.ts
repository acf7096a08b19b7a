import { Readable } from 'node:stream';

/** A whole picture at a time would look like standing still on a slow line. */
const pieceBytes = 64 * 1024;
const idleMs = 120_000;

/** Calls back again and again until it is told to stop. */
export type Repeat = (look: () => void) => () => void;

const repeat: Repeat = (look) => {
  const timer = setInterval(look, idleMs).unref();
  return () => clearInterval(timer);
};

/** A stream that ends with an error when nothing of it was taken between two looks, two minutes apart. */
export const sentStream = (source: AsyncIterable<Uint8Array>, again: Repeat = repeat): Readable => {
  let made = 0;
  async function* pieces(): AsyncGenerator<Uint8Array, void> {
    for await (const chunk of source)
      for (let at = 0; at < chunk.length; at += pieceBytes) {
        const piece = chunk.subarray(at, at + pieceBytes);
        made += piece.length;
        yield piece;
      }
  }
  const stream = Readable.from(pieces(), { objectMode: false });
  let takenBefore: number | undefined;
  const stop = again(() => {
    const taken = made - stream.readableLength;
    if (taken === takenBefore) stream.destroy(new Error('The reader of an export has stopped reading.'));
    takenBefore = taken;
  });
  stream.once('close', stop);
  return stream;
};
