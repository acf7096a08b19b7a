import { randomBytes } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { pause } from '../common/pause';
import { type JournalRecord, type RecordKind, encodeFrame, largestJson } from './frame';
import { recover } from './recover';
import type { Segment } from './segment';
import { type JournalLimits, SegmentFolder } from './segment-folder';

export interface JournalOptions extends JournalLimits {
  readonly folder: string;
  readonly onTrouble: (trouble: JournalTrouble) => void;
  /** Milliseconds since 1970, and since whenever: the latter never jumps. */
  readonly clocks?: { readonly wall: () => number; readonly steady: () => number };
}

export interface JournalTrouble {
  readonly type: 'journal.torn' | 'journal.write-failed' | 'journal.full' | 'journal.damaged';
  readonly message: string;
}

/** Names an entry for ever, here and upstream. */
export interface EntryKey {
  readonly journal: string;
  readonly seq: number;
}

/** Entries of one journal id, in order. */
export interface Batch {
  readonly journal: string;
  readonly entries: readonly (JournalRecord & { readonly seq: number })[];
}

export interface JournalStats {
  readonly entries: number;
  readonly bytes: number;
  readonly dropped: number;
  readonly oldestAt: number | undefined;
}

interface Waiting {
  readonly kind: RecordKind;
  readonly at: number;
  readonly json: string;
  readonly resolve: (key: EntryKey | undefined) => void;
}

const groupEntries = 1024;
/** Entries that nobody waits for share syncs: at most 50 per second. */
const gatherMs = 20;
const rememberEveryMs = 1000;
const systemClocks = { wall: () => Date.now(), steady: () => performance.now() };

/**
 * The bounded queue of results on disk. An entry counts once its file is synced (many share one sync); it goes when
 * upstream has acknowledged it, or when the limits of bytes or age drop the oldest file, which is counted.
 */
export class Journal {
  /** New for every start: a sequence number can never mean two different results, whatever a disk forgets. */
  readonly id = randomBytes(9).toString('base64url');
  private readonly events = new EventEmitter();
  private readonly waiting: Waiting[] = [];
  private readonly steady: () => number;
  private readonly timer: NodeJS.Timeout;
  private syncedAt = -Infinity;
  private hurry = new AbortController();
  private work: Promise<void> = Promise.resolve();
  private closed = false;

  private constructor(
    private readonly files: SegmentFolder,
    private readonly options: JournalOptions,
  ) {
    this.steady = (options.clocks ?? systemClocks).steady;
    this.timer = setInterval(() => void this.schedule(() => this.settle()), rememberEveryMs).unref();
  }

  static async open(options: JournalOptions): Promise<Journal> {
    const found = await recover(options.folder);
    if (found.tornBytes > 0) {
      const message = `${found.tornBytes} bytes behind the last whole entry were cut off: the last stop was not clean.`;
      options.onTrouble({ type: 'journal.torn', message });
    }
    const { wall, steady } = options.clocks ?? systemClocks;
    const files = new SegmentFolder(options.folder, options, found, { wall: wall(), steady: steady() });
    const journal = new Journal(files, options);
    await journal.schedule(() => journal.settle());
    return journal;
  }

  /**
   * Resolves once the entry is safe on disk; with undefined when it had to be dropped. Never rejects. Unless it is
   * `urgent`, it may wait a moment for others to share its sync.
   */
  append(kind: RecordKind, at: number, entry: object, urgent = true): Promise<EntryKey | undefined> {
    const json = JSON.stringify(entry);
    if (this.closed || json.length > largestJson / 4) {
      this.files.ledger.refuse(1);
      return Promise.resolve(undefined);
    }
    return new Promise((resolve) => {
      this.waiting.push({ kind, at, json, resolve });
      if (urgent) this.hurry.abort();
      if (this.waiting.length === 1) void this.schedule(() => this.flush());
    });
  }

  /** The oldest entries that are not under way yet, or undefined. They stay until acknowledged or released. */
  async take(limits: { entries: number; bytes: number }): Promise<Batch | undefined> {
    const { ledger, segments } = this.files;
    for (;;) {
      const from = ledger.next;
      const segment = segments.find(({ lastSeq, count }) => count > 0 && lastSeq >= from);
      if (segment === undefined) return undefined;
      const records = await segment.read(from, limits).catch(() => []);
      if (!segments.includes(segment)) continue;
      if (records.length === 0) this.giveUp(segment, from);
      else ledger.handOut(from + records.length - 1);
      const entries = records
        .map((record, index) => ({ ...record, seq: from + index }))
        .filter(({ seq }) => !ledger.isSettled(seq));
      if (entries.length > 0) return { journal: segment.journal, entries };
    }
  }

  /** Upstream has them. */
  acknowledge(seqs: readonly number[]): void {
    this.files.ledger.deliver(seqs);
    if (this.files.hasSettledFile) void this.schedule(() => this.tidy());
  }

  /** Upstream cannot be reached: all that is under way will be handed out again, in order. */
  release(): void {
    this.files.ledger.release();
  }

  /** Resolves when `take` has something to give; rejects when the signal aborts. */
  async readable(signal: AbortSignal): Promise<void> {
    while (this.files.ledger.next > this.files.lastSeq) await once(this.events, 'durable', { signal });
  }

  stats(): JournalStats {
    const { segments, ledger } = this.files;
    const { floor, deliveredAhead, dropped } = ledger;
    const open = segments.filter(({ lastSeq }) => lastSeq > floor);
    const entries = open.reduce(
      (sum, { firstSeq, lastSeq }) => sum + lastSeq - Math.max(floor, firstSeq - 1),
      0,
    );
    const bytes = open.reduce((sum, segment) => sum + segment.bytes - segment.bytesUpTo(floor), 0);
    const oldestAt = open[0]?.timeOf(Math.max(floor + 1, open[0].firstSeq));
    return { entries: entries - deliveredAhead, bytes, dropped, oldestAt };
  }

  /** Waits for what was appended, then closes. */
  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    this.hurry.abort();
    clearInterval(this.timer);
    await this.schedule(() => this.settle());
    await this.schedule(() => this.files.close());
  }

  /** One job at a time touches the files. */
  private schedule(job: () => Promise<void>): Promise<void> {
    this.work = this.work.then(job).catch((error: unknown) => this.reportFailure(error));
    return this.work;
  }

  private async flush(): Promise<void> {
    while (this.waiting.length > 0) {
      await this.gather();
      const group = this.waiting.slice(0, groupEntries);
      const first = await this.write(group);
      this.waiting.splice(0, group.length);
      group.forEach(({ resolve }, index) =>
        resolve(first === undefined ? undefined : { journal: this.id, seq: first + index }),
      );
      await this.tidy().catch((error: unknown) => this.reportFailure(error));
    }
  }

  private async gather(): Promise<void> {
    await pause(this.syncedAt + gatherMs - performance.now(), this.hurry.signal);
    this.hurry = new AbortController();
    this.syncedAt = performance.now();
  }

  /** Writes a group with one sync; returns its first number, or undefined when the disk refused it. */
  private async write(group: readonly Waiting[]): Promise<number | undefined> {
    const first = this.files.lastSeq + 1;
    const frames = group.map(({ kind, at, json }, index) => ({
      bytes: encodeFrame({ kind, at, json: Buffer.from(withSeq(json, first + index)) }),
      at,
    }));
    try {
      await this.files.append(this.id, frames, this.steady());
    } catch (error) {
      this.files.ledger.refuse(group.length);
      this.reportFailure(error);
      return undefined;
    }
    this.events.emit('durable');
    return first;
  }

  private async tidy(): Promise<void> {
    const dropped = await this.files.tidy(this.steady());
    if (dropped > 0)
      this.report('journal.full', `The ${dropped} oldest results were dropped: the journal is full.`);
  }

  private async settle(): Promise<void> {
    await this.tidy();
    await this.files.remember();
  }

  private giveUp(segment: Segment, from: number): void {
    this.files.ledger.lose(from, segment.lastSeq);
    this.report('journal.damaged', `Entries ${from} to ${segment.lastSeq} cannot be read any more.`);
  }

  private reportFailure(error: unknown): void {
    const reason = error instanceof Error ? error.message : String(error);
    this.report('journal.write-failed', `Results cannot be written to the disk: ${reason}`);
  }

  private report(type: JournalTrouble['type'], message: string): void {
    this.options.onTrouble({ type, message });
  }
}

const withSeq = (json: string, seq: number): string =>
  json === '{}' ? `{"seq":${seq}}` : `{"seq":${seq},${json.slice(1)}`;
