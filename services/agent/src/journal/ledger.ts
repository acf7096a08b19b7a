import type { Cursor } from './cursor-file';

/**
 * Which entries are settled. Sequence numbers are handed out in order; everything up to `floor` is delivered or
 * dropped, `dropped` counts the latter.
 */
export class Ledger {
  private readonly delivered = new Set<number>();
  /** Dropped while on the way upstream: if they arrive after all, they were not lost. */
  private readonly overtaken = new Set<number>();
  /** First → last of entries that are on disk no more; counted when the floor passes them. */
  private readonly gaps = new Map<number, number>();
  private upNext: number;

  constructor(
    public floor: number,
    public dropped: number,
  ) {
    this.upNext = floor + 1;
  }

  get cursor(): Cursor {
    return { floor: this.floor, dropped: this.dropped };
  }

  /** The first entry that is neither settled nor under way. */
  get next(): number {
    for (;;) {
      const gap = this.gaps.get(this.upNext);
      if (gap !== undefined) this.upNext = gap + 1;
      else if (this.isSettled(this.upNext)) this.upNext++;
      else return this.upNext;
    }
  }

  /** How many entries above the floor were delivered out of turn. */
  get deliveredAhead(): number {
    return this.delivered.size;
  }

  isSettled(seq: number): boolean {
    return seq <= this.floor || this.delivered.has(seq);
  }

  handOut(upTo: number): void {
    this.upNext = Math.max(this.upNext, upTo + 1);
  }

  /** Takes back all that is under way. */
  release(): void {
    this.upNext = this.floor + 1;
    this.overtaken.clear();
  }

  deliver(seqs: readonly number[]): void {
    for (const seq of seqs) {
      if (this.overtaken.delete(seq)) this.dropped--;
      else if (seq > this.floor) this.delivered.add(seq);
    }
    this.advance();
  }

  dropUpTo(last: number): void {
    this.advance();
    while (this.floor < last) {
      const seq = ++this.floor;
      this.dropped++;
      if (seq < this.upNext) this.overtaken.add(seq);
      this.advance();
    }
    this.handOut(last);
  }

  /** Entries that never reached the disk. */
  refuse(count: number): void {
    this.dropped += count;
  }

  lose(first: number, last: number): void {
    if (last < first) return;
    this.gaps.set(first, last);
    this.advance();
  }

  private advance(): void {
    for (;;) {
      const gap = this.gaps.get(this.floor + 1);
      if (gap !== undefined) this.pass(gap);
      else if (this.delivered.delete(this.floor + 1)) this.floor++;
      else return;
    }
  }

  private pass(gap: number): void {
    this.gaps.delete(this.floor + 1);
    while (this.floor < gap) {
      if (!this.delivered.delete(++this.floor)) this.dropped++;
    }
  }
}
