import { EventEmitter, once } from 'node:events';
import { mkdir, open, readFile, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ageOf } from '../common/age';
import { spareBytes } from '../common/spare-bytes';
import { syncFolder } from '../common/sync-folder';
import { type Frame, type FrameName, decodeFrame, encodeFrame, nameOf, readName } from './frame-file';

export interface SpoolOptions {
  readonly folder: string;
  readonly maxBytes: number;
  readonly maxAgeMs: number;
  /** Told of every picture that is given up. */
  readonly onDropped: (count: number) => void;
  /** Milliseconds since whenever; never jumps. */
  readonly steady?: () => number;
}

export interface Waiting extends FrameName {
  readonly name: string;
  /** Of its file. */
  readonly size: number;
}

export interface Place {
  /** Resolves once it is on disk for good. Rejects when the disk does not want it. */
  write(): Promise<void>;
}

interface Entry extends Waiting {
  /** On the steady clock. */
  readonly since: number;
}

/** Whether `a` goes before `b` when there is no room. Audited ones go last and by age: doubt must not choose among them. */
function goesBefore(a: FrameName, b: FrameName): boolean {
  if (a.audit !== b.audit) return b.audit;
  if (!a.audit && a.uncertainty !== b.uncertainty) return a.uncertainty < b.uncertainty;
  return a.at < b.at;
}

/** Chosen pictures on disk until they have been sent: a file each, whole or not there. Bounded by bytes and age. */
export class Spool {
  private readonly entries = new Map<string, Entry>();
  private readonly events = new EventEmitter();
  private readonly steady: () => number;
  private size = 0;

  private constructor(private readonly options: SpoolOptions) {
    this.steady = options.steady ?? (() => performance.now());
  }

  static async open(options: SpoolOptions): Promise<Spool> {
    const spool = new Spool(options);
    await mkdir(options.folder, { recursive: true, mode: 0o700 });
    for (const name of (await readdir(options.folder)).sort()) await spool.recover(name);
    await spool.tidy();
    return spool;
  }

  get stats(): { readonly waiting: number; readonly bytes: number } {
    return { waiting: this.entries.size, bytes: this.size };
  }

  /** Those that wait, oldest first. */
  list(): readonly Waiting[] {
    return [...this.entries.values()].sort((a, b) => a.at - b.at);
  }

  /** Resolves when one was added, or the signal aborts. */
  async added(signal: AbortSignal): Promise<void> {
    await once(this.events, 'added', { signal }).catch(() => undefined);
  }

  /** Makes room; undefined when others are worth more. Rejects when the disk has none. One at a time. */
  async placeFor(name: FrameName, frame: Frame): Promise<Place | undefined> {
    const parts = encodeFrame(frame);
    const size = parts.reduce((sum, part) => sum + part.length, 0);
    await this.tidy();
    const victims = this.victimsOf(name, size);
    if (victims === undefined) return undefined;
    await this.assertDiskHas(size);
    const write = async (): Promise<void> => {
      const file = nameOf(name);
      await this.write(file, parts);
      for (const victim of victims) await this.drop(victim);
      this.add({ ...name, name: file, size, since: this.steady() });
      this.events.emit('added');
    };
    return { write };
  }

  /** Undefined, and gone, when it is not what was written. */
  async read({ name }: Waiting): Promise<Frame | undefined> {
    const frame = await readFile(join(this.options.folder, name)).then(decodeFrame, () => undefined);
    if (frame === undefined) await this.drop(name);
    return frame;
  }

  /** It has been sent. */
  async remove(name: string): Promise<void> {
    const entry = this.entries.get(name);
    this.entries.delete(name);
    this.size -= entry?.size ?? 0;
    await rm(join(this.options.folder, name), { force: true });
  }

  /** It is given up. */
  async drop(name: string): Promise<void> {
    if (this.entries.has(name)) this.options.onDropped(1);
    await this.remove(name);
  }

  /** Drops what is too old. */
  async tidy(): Promise<void> {
    const oldest = this.steady() - this.options.maxAgeMs;
    for (const { name, since } of this.entries.values()) if (since < oldest) await this.drop(name);
  }

  /** Those that go so that it has room; undefined when one of them is worth more. */
  private victimsOf(name: FrameName, size: number): readonly string[] | undefined {
    const { maxBytes } = this.options;
    if (size > maxBytes) return undefined;
    const victims: string[] = [];
    let left = this.size + size;
    if (left <= maxBytes) return victims;
    const first = (a: Entry, b: Entry): number => Number(goesBefore(b, a)) - Number(goesBefore(a, b));
    for (const entry of [...this.entries.values()].sort(first)) {
      if (left <= maxBytes) break;
      if (!goesBefore(entry, name)) return undefined;
      victims.push(entry.name);
      left -= entry.size;
    }
    return victims;
  }

  private async assertDiskHas(size: number): Promise<void> {
    if (size > (await spareBytes(this.options.folder)))
      throw new Error('The disk is nearly full: no picture is kept to be sent.');
  }

  private async write(name: string, parts: readonly Buffer[]): Promise<void> {
    const path = join(this.options.folder, name);
    const draft = `${path}.new`;
    try {
      const file = await open(draft, 'w', 0o600);
      try {
        await file.writev([...parts]);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(draft, path);
      await syncFolder(this.options.folder);
    } catch (error) {
      await rm(draft, { force: true });
      throw error;
    }
  }

  private async recover(name: string): Promise<void> {
    const path = join(this.options.folder, name);
    const known = readName(name);
    if (known === undefined) return name.endsWith('.new') ? rm(path, { force: true }) : undefined;
    const { size } = await stat(path);
    this.add({ ...known, name, size, since: this.steady() - ageOf(known.at, Date.now()) });
  }

  private add(entry: Entry): void {
    this.entries.set(entry.name, entry);
    this.size += entry.size;
  }
}
