import { type FileHandle, open, readFile, truncate, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { syncFolder } from '../common/sync-folder';
import { writeAll } from './write-all';
import { type JournalRecord, decodeFrame } from './frame';

const fileName = /^(\d{16})\.([A-Za-z0-9_-]{1,64})\.seg$/;

/** An encoded entry and its time. */
export interface Frame {
  readonly bytes: Buffer;
  readonly at: number;
}

/**
 * One append-only file of consecutive entries. Its name says the first sequence number and the journal id under which
 * its entries are known upstream.
 */
export class Segment {
  /** Where each entry ends in the file, and when it happened: index 0 is `firstSeq`. */
  readonly ends: number[] = [];
  readonly times: number[] = [];
  /** First and last write on the steady clock: a wall clock that is put right must not make entries old. */
  begun = -Infinity;
  touched = -Infinity;
  private file: FileHandle | undefined;

  private constructor(
    private readonly folder: string,
    readonly firstSeq: number,
    readonly journal: string,
  ) {}

  static async create(folder: string, firstSeq: number, journal: string): Promise<Segment> {
    const segment = new Segment(folder, firstSeq, journal);
    segment.file = await open(segment.path, 'wx', 0o600);
    await syncFolder(folder);
    return segment;
  }

  /** Reads an earlier run's file. What follows the last whole entry is cut off; `torn` says how many bytes. */
  static async recover(
    folder: string,
    name: string,
  ): Promise<{ segment: Segment; torn: number } | undefined> {
    const [, seq, journal] = fileName.exec(name) ?? [];
    if (seq === undefined || journal === undefined) return undefined;
    const segment = new Segment(folder, Number(seq), journal);
    const bytes = await readFile(segment.path);
    for (let frame = decodeFrame(bytes, 0); frame !== undefined; frame = decodeFrame(bytes, frame.end)) {
      segment.ends.push(frame.end);
      segment.times.push(frame.at);
    }
    const torn = bytes.length - segment.bytes;
    if (torn > 0) await truncate(segment.path, segment.bytes);
    return { segment, torn };
  }

  get path(): string {
    return join(this.folder, `${String(this.firstSeq).padStart(16, '0')}.${this.journal}.seg`);
  }

  get count(): number {
    return this.ends.length;
  }

  get lastSeq(): number {
    return this.firstSeq + this.count - 1;
  }

  get bytes(): number {
    return this.ends.at(-1) ?? 0;
  }

  /** Bytes of the entries up to and including `seq`. */
  bytesUpTo(seq: number): number {
    return this.ends[Math.min(seq - this.firstSeq, this.count - 1)] ?? 0;
  }

  timeOf(seq: number): number | undefined {
    return this.times[seq - this.firstSeq];
  }

  /** Appends and waits for the disk. When it throws, the file is as long as before, if the disk still obeys. */
  async append(frames: readonly Frame[]): Promise<void> {
    if (this.file === undefined) throw new Error(`Segment ${this.firstSeq} is closed.`);
    const before = this.bytes;
    try {
      await writeAll(this.file, Buffer.concat(frames.map(({ bytes }) => bytes)), before);
      await this.file.datasync();
    } catch (error) {
      await this.file.truncate(before).catch(() => undefined);
      throw error;
    }
    for (const { bytes, at } of frames) {
      this.ends.push(this.bytes + bytes.length);
      this.times.push(at);
    }
  }

  /** Entries from `seq` on: at most `entries` of them, and at most `bytes` unless the first is larger. */
  async read(seq: number, limits: { entries: number; bytes: number }): Promise<JournalRecord[]> {
    const from = this.bytesUpTo(seq - 1);
    let last = seq;
    const fits = (next: number): boolean =>
      next - seq < limits.entries && next <= this.lastSeq && this.bytesUpTo(next) - from <= limits.bytes;
    while (fits(last + 1)) last++;
    const bytes = await this.readBytes(from, this.bytesUpTo(last) - from);
    const records: JournalRecord[] = [];
    for (let frame = decodeFrame(bytes, 0); frame !== undefined; frame = decodeFrame(bytes, frame.end))
      records.push(frame);
    return records;
  }

  async close(): Promise<void> {
    const file = this.file;
    this.file = undefined;
    await file?.close();
  }

  async remove(): Promise<void> {
    await this.close();
    await unlink(this.path);
  }

  private async readBytes(from: number, length: number): Promise<Buffer> {
    const file = await open(this.path, 'r');
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, from);
      return buffer.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  }
}
