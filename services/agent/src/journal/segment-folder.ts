import { ageOf } from '../common/age';
import type { Cursor, CursorFile } from './cursor-file';
import type { Ledger } from './ledger';
import type { Recovered } from './recover';
import { type Frame, Segment } from './segment';

export interface JournalLimits {
  readonly maxBytes: number;
  /** Entries may live an eighth longer: whole files are dropped. */
  readonly maxAgeMs: number;
}

const largestSegment = 4 * 1024 * 1024;
const smallestSegment = 1024;

/** The files of a journal, oldest first: writes to the newest, frees or drops the oldest. One call at a time. */
export class SegmentFolder {
  readonly segments: Segment[];
  readonly ledger: Ledger;
  private readonly cursorFile: CursorFile;
  private readonly segmentBytes: number;
  private active: Segment | undefined;
  private written: Cursor;
  private newestSeq: number;

  constructor(
    private readonly folder: string,
    private readonly limits: JournalLimits,
    { cursorFile, ledger, segments }: Recovered,
    clocks: { readonly wall: number; readonly steady: number },
  ) {
    this.cursorFile = cursorFile;
    this.ledger = ledger;
    this.segments = segments;
    for (const segment of segments) {
      segment.touched = clocks.steady - ageOf(segment.times.at(-1), clocks.wall);
    }
    this.written = ledger.cursor;
    this.newestSeq = Math.max(ledger.floor, segments.at(-1)?.lastSeq ?? 0);
    this.segmentBytes = Math.min(Math.max(limits.maxBytes / 16, smallestSegment), largestSegment);
  }

  get lastSeq(): number {
    return this.newestSeq;
  }

  /** Appends frames, made for consecutive numbers from `first` on, and waits for the disk. */
  async append(journal: string, frames: readonly Frame[], steady: number): Promise<void> {
    if (this.active !== undefined && this.active.bytes >= this.segmentBytes) await this.roll();
    if (this.active === undefined) {
      this.active = await Segment.create(this.folder, this.newestSeq + 1, journal);
      this.active.begun = steady;
      this.segments.push(this.active);
    }
    await this.active.append(frames);
    this.active.touched = steady;
    this.newestSeq += frames.length;
  }

  /** Drops what is beyond the limits and frees the space of what is settled. Returns how many entries were dropped. */
  async tidy(steady: number): Promise<number> {
    const oldest = steady - this.limits.maxAgeMs;
    if (this.active !== undefined && this.active.begun < steady - this.limits.maxAgeMs / 8) await this.roll();
    const dropped = this.dropBeyondLimits(oldest);
    const settled = this.segments.filter((each) => each !== this.active && each.lastSeq <= this.ledger.floor);
    if (settled.length > 0) await this.remember();
    for (const segment of settled) {
      this.segments.splice(this.segments.indexOf(segment), 1);
      await segment.remove();
    }
    return dropped;
  }

  /** Makes durable what is settled. Forgetting the newest of it costs repeats, never results. */
  async remember(): Promise<void> {
    const { floor, dropped } = this.ledger.cursor;
    if (floor === this.written.floor && dropped === this.written.dropped) return;
    await this.cursorFile.write({ floor, dropped });
    this.written = { floor, dropped };
  }

  /** True when the oldest file can be freed. */
  get hasSettledFile(): boolean {
    const [oldest] = this.segments;
    return oldest !== undefined && oldest !== this.active && oldest.lastSeq <= this.ledger.floor;
  }

  async close(): Promise<void> {
    await this.roll();
    await this.cursorFile.close();
  }

  private async roll(): Promise<void> {
    const full = this.active;
    this.active = undefined;
    await full?.close();
  }

  private dropBeyondLimits(oldest: number): number {
    const before = this.ledger.dropped;
    let bytes = this.segments.reduce((sum, segment) => sum + segment.bytes, 0);
    for (const segment of this.segments) {
      const tooOld = segment.touched < oldest;
      if (segment === this.active || (bytes <= this.limits.maxBytes && !tooOld)) break;
      this.ledger.dropUpTo(segment.lastSeq);
      bytes -= segment.bytes;
    }
    return this.ledger.dropped - before;
  }
}
