import { type FileHandle, open, readdir } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { ImageError, defaultImageLimits } from '@tutti/vision';
import { pause } from '../common/pause';
import type { Logger } from '../log';
import { LabelsFile } from './labels-file';
import { Pace } from './pace';

export interface FolderSourceOptions {
  readonly folder: string;
  /** Between two rounds over the folder (S4-20, INFERENCE_INTERVAL). */
  readonly intervalMs: number;
  /** Pictures per second at most; 0: as fast as they are consumed. */
  readonly rate: number;
  /** Each picture once, by its name, as a camera's come: those that stay are not judged again. */
  readonly once?: boolean;
  readonly log: Logger;
}

export interface PictureFile {
  readonly path: string;
  /** Relative to the folder, with `/`. */
  readonly name: string;
  readonly truth: string | undefined;
}

export interface PictureContent {
  readonly bytes: Buffer;
  /** Changes when the file does. */
  readonly version: string;
}

const pictures = /\.(jpe?g|png|webp)$/i;
/** A file that was changed a moment ago may be half written. */
const settleMs = 500;
const idleMs = 1000;

/**
 * Endless rounds over the pictures of a folder and its subfolders. New ones are picked up in the next round; with `once`
 * they are all that a round consists of.
 */
export class FolderSource {
  private readonly labels: LabelsFile;
  private readonly pace: Pace;
  private readonly unreadable = new Map<string, string>();
  private taken = new Set<string>();
  private known: number | undefined;
  private reads = 0;

  constructor(private readonly options: FolderSourceOptions) {
    this.labels = new LabelsFile(options.folder);
    this.pace = new Pace(options.rate);
  }

  async *pictures(signal: AbortSignal): AsyncGenerator<PictureFile, void> {
    while (!signal.aborted) {
      const before = this.reads;
      yield* this.round(signal);
      const idle = this.reads === before ? idleMs : 0;
      await pause(Math.max(idle, this.options.intervalMs), signal);
    }
  }

  /** Undefined when the picture is to be left out: gone, still being written, or known to be unreadable. */
  async read({ path, name }: PictureFile): Promise<PictureContent | undefined> {
    const file = await open(path).catch((error: unknown) => this.cannotOpen(name, error));
    if (file === undefined) return undefined;
    try {
      const { mtimeMs, size } = await file.stat();
      const age = Date.now() - mtimeMs;
      const version = `${mtimeMs}/${size}`;
      if ((age >= 0 && age < settleMs) || this.unreadable.get(name) === version) return undefined;
      if (size > defaultImageLimits.maxBytes) this.skip(name, version);
      const bytes = await contentOf(file, size);
      this.reads++;
      if (this.options.once === true) this.taken.add(name);
      return { bytes, version };
    } finally {
      await file.close();
    }
  }

  /** Leaves the picture out until its file changes: a failure is told once, not in every round. */
  skip(name: string, version: string): void {
    this.unreadable.set(name, version);
  }

  private cannotOpen(name: string, error: unknown): undefined {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code === 'ENOENT' || this.unreadable.get(name) === code) return undefined;
    this.skip(name, code);
    throw error;
  }

  private async *round(signal: AbortSignal): AsyncGenerator<PictureFile, void> {
    const [names, labels] = await Promise.all([this.list(), this.labels.read()]);
    // What is gone need not be remembered.
    this.taken = new Set(names.filter((name) => this.taken.has(name)));
    for (const name of names.filter((each) => !this.taken.has(each))) {
      await this.pace.turn(signal);
      if (signal.aborted) return;
      yield { path: join(this.options.folder, name), name, truth: labels.get(name) };
    }
  }

  private async list(): Promise<string[]> {
    const { folder, log } = this.options;
    const found = await readdir(folder, { recursive: true }).catch(() => undefined);
    const names = (found ?? [])
      .map((name) => name.split(sep).join('/'))
      .filter(isPicture)
      .sort();
    const count = found === undefined ? -1 : names.length;
    if (count !== this.known) {
      this.known = count;
      if (found === undefined) log.warn({ folder }, `There is no folder ${folder} to read pictures from yet`);
      else log.info({ folder, pictures: count }, `${count} pictures in ${folder}`);
    }
    return names;
  }
}

async function contentOf(file: FileHandle, size: number): Promise<Buffer> {
  if (size > defaultImageLimits.maxBytes) {
    throw new ImageError(
      'image.too-large',
      `The picture has ${size} bytes; at most ${defaultImageLimits.maxBytes} are taken.`,
    );
  }
  const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(size), 0, size, 0);
  return buffer.subarray(0, bytesRead);
}

const isPicture = (name: string): boolean =>
  pictures.test(name) && !name.split('/').some((part) => part.startsWith('.'));
