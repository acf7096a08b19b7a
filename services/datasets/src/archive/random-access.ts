import { open } from 'node:fs/promises';

/** Bytes that can be read from anywhere. */
export interface RandomAccess {
  readonly size: number;
  /** Fewer bytes at the end, none behind it. */
  read(position: number, length: number): Promise<Buffer>;
  close(): Promise<void>;
}

export const openFile = async (path: string): Promise<RandomAccess> => {
  const handle = await open(path, 'r');
  const { size } = await handle.stat();
  return {
    size,
    close: () => handle.close(),
    read: async (position, length) => {
      const buffer = Buffer.allocUnsafeSlow(Math.max(0, Math.min(length, size - position)));
      for (let done = 0; done < buffer.length;) {
        const { bytesRead } = await handle.read(buffer, done, buffer.length - done, position + done);
        if (bytesRead === 0) return buffer.subarray(0, done);
        done += bytesRead;
      }
      return buffer;
    },
  };
};
