import { RandomAccessReader } from 'yauzl';
import type { RandomAccess } from './random-access';

const blockBytes = 256 * 1024;

type Callback = (error: Error | null, bytesRead?: number) => void;
type ReadArguments = [buffer: Buffer, offset: number, length: number, position: number, callback: Callback];

/** yauzl asks for a directory in pieces of some dozen bytes; this one reads them from blocks. */
export class CachedReader extends RandomAccessReader {
  private block = Buffer.alloc(0);
  private start = 0;

  constructor(private readonly bytes: RandomAccess) {
    super();
  }

  override read(...[buffer, offset, length, position, callback]: ReadArguments): void {
    // Where yauzl itself throws on what it was handed, it is called again with that, and refuses the archive.
    this.copy(buffer, offset, length, position)
      .then((bytesRead) => callback(null, bytesRead))
      .catch(callback);
  }

  private async copy(buffer: Buffer, offset: number, length: number, position: number): Promise<number> {
    let done = 0;
    while (done < length) {
      const at = position + done - this.start;
      if (at < 0 || at >= this.block.length) {
        if (!(await this.load(position + done))) break;
        continue;
      }
      done += this.block.copy(buffer, offset + done, at, Math.min(this.block.length, at + length - done));
    }
    return done;
  }

  private async load(position: number): Promise<boolean> {
    this.block = Buffer.from(await this.bytes.read(position, blockBytes));
    this.start = position;
    return this.block.length > 0;
  }
}
