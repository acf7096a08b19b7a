import type { RandomAccess } from './random-access';

const blockBytes = 4 * 1024 * 1024;
/** Files of an archive follow each other with their headers in between. */
const gapBytes = 64 * 1024;

interface Block {
  readonly start: number;
  readonly end: number;
  readonly bytes: Promise<Buffer>;
}

/**
 * Bytes that are mostly asked for one after another are read in blocks, a dozen pictures with one; what is asked for here
 * and there is read as it is.
 */
export const readingAhead = (whole: RandomAccess): RandomAccess => {
  let block: Block = { start: 0, end: 0, bytes: Promise.resolve(Buffer.alloc(0)) };
  let expected = Number.NaN;

  const load = (start: number, end: number): Block => {
    const bytes = whole.read(start, end - start);
    // Whoever asked for it hears of a failure; those who come later ask anew.
    bytes.catch(() => {
      if (block.bytes === bytes) block = { start: 0, end: 0, bytes: Promise.resolve(Buffer.alloc(0)) };
    });
    return { start, end, bytes };
  };

  return {
    size: whole.size,
    close: () => whole.close(),
    read: async (position, length) => {
      const end = Math.min(position + length, whole.size);
      const inOrder = Math.abs(position - expected) <= gapBytes;
      expected = end;
      if (position < block.start || end > block.end) {
        if (!inOrder || end - position >= blockBytes / 2) return whole.read(position, length);
        block = load(position, Math.min(position + blockBytes, whole.size));
      }
      const { start, bytes } = block;
      return (await bytes).subarray(position - start, end - start);
    },
  };
};
