import { archiveErrors } from '@tutti/contracts/datasets';
import { DomainError } from '@tutti/kernel';
import type { Entry } from 'yauzl';

/** Of a local header without its name and extra field (APPNOTE 4.3.7). */
const localHeaderBytes = 30;

/** Files that share bytes are how a small archive becomes a large one (a "better zip bomb", D. Fifield 2019). */
export class Spans {
  private readonly starts: number[] = [];
  private readonly ends = new Map<number, number>();
  private shared = false;

  add(entry: Entry): void {
    const start = entry.relativeOffsetOfLocalHeader;
    if (this.ends.has(start)) this.shared = true;
    this.starts.push(start);
    this.ends.set(start, start + localHeaderBytes + entry.fileNameLength + entry.compressedSize);
  }

  check(fileSize: number): void {
    this.starts.sort((a, b) => a - b);
    let reached = 0;
    for (const start of this.starts) {
      if (start < reached || this.shared) throw overlapping();
      reached = this.ends.get(start) ?? start;
    }
    if (reached > fileSize)
      throw new DomainError(archiveErrors['archive.truncated'], {
        detail: 'The archive ends before its last file does. Upload it again.',
      });
  }
}

const overlapping = (): DomainError =>
  new DomainError(archiveErrors['archive.overlapping'], {
    detail: 'Several files of the archive share the same bytes, which no packer does. Pack it again.',
  });
