import { readdir, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
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
  readonly log: Logger;
}

export interface PictureFile {
  readonly path: string;
  /** Relative to the folder, with `/`. */
  readonly name: string;
  /** Changes when the file does. */
  readonly version: string;
  readonly truth: string | undefined;
}

const pictures = /\.(jpe?g|png|webp)$/i;
/** A file that was changed a moment ago may be half written. */
const settleMs = 500;
const idleMs = 1000;

/** Endless rounds over the pictures of a folder and its subfolders. New ones are picked up in the next round. */
export class FolderSource {
  private readonly labels: LabelsFile;
  private readonly pace: Pace;
  private readonly unreadable = new Map<string, string>();
  private known: number | undefined;

  constructor(private readonly options: FolderSourceOptions) {
    this.labels = new LabelsFile(options.folder);
    this.pace = new Pace(options.rate);
  }

  async *pictures(signal: AbortSignal): AsyncGenerator<PictureFile, void> {
    while (!signal.aborted) {
      let any = false;
      for await (const picture of this.round(signal)) {
        any = true;
        yield picture;
      }
      await pause(any ? this.options.intervalMs : Math.max(idleMs, this.options.intervalMs), signal);
    }
  }

  /** Leaves the picture out until its file changes: a failure is told once, not in every round. */
  skip(picture: PictureFile): void {
    this.unreadable.set(picture.name, picture.version);
  }

  private async *round(signal: AbortSignal): AsyncGenerator<PictureFile, void> {
    const [names, labels] = await Promise.all([this.list(), this.labels.read()]);
    for (const name of names) {
      const path = join(this.options.folder, name);
      const found = await stat(path).catch(() => undefined);
      const age = Date.now() - (found?.mtimeMs ?? 0);
      if (!found?.isFile() || (age >= 0 && age < settleMs)) continue;
      const version = `${found.mtimeMs}/${found.size}`;
      if (this.unreadable.get(name) === version) continue;
      await this.pace.turn(signal);
      if (signal.aborted) return;
      yield { path, name, version, truth: labels.get(name) };
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

const isPicture = (name: string): boolean =>
  pictures.test(name) && !name.split('/').some((part) => part.startsWith('.'));
