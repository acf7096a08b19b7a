import { createHash } from 'node:crypto';
import { appendFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { BeltCamera, beltJpeg, parts } from '@tutti/belt';
import { type Random, seededRandom } from '@tutti/kernel';

/** Pixels a side: what the model sees. */
export const pictureSide = 160;
/** Pictures that stay in the folder: what an edge that pauses finds when it goes on. */
const kept = 400;

export interface LineCameraOptions {
  readonly folder: string;
  readonly seed: number;
  readonly picturesPerSecond: number;
}

/** What comes along, and how often it is one of the new parts. */
export interface OnTheBelt {
  readonly usual: readonly string[];
  readonly fresh: readonly string[];
  readonly freshShare: number;
}

export const pictureName = (number: number): string => `${String(number).padStart(6, '0')}.jpg`;

/**
 * A simulated camera above one line: pictures of parts in a folder, numbered from 1, and in `labels.csv` what each of
 * them shows, as an edge reads both. The seed alone says what comes along.
 */
export class LineCamera {
  /** Of the newest picture. */
  number = 0;
  private readonly random: Random;
  private readonly stopped = new AbortController();
  private running: Promise<void> | undefined;

  private constructor(
    private readonly options: LineCameraOptions,
    private readonly belt: BeltCamera,
    private readonly truth: Map<string, string>,
    private shown: OnTheBelt,
  ) {
    this.random = seededRandom(options.seed);
  }

  /** `truth` is told what each picture shows, by its digest. */
  static async open(
    options: LineCameraOptions,
    shown: OnTheBelt,
    truth: Map<string, string>,
  ): Promise<LineCamera> {
    await mkdir(options.folder, { recursive: true });
    const belt = await BeltCamera.open({ seed: options.seed, side: pictureSide });
    return new LineCamera(options, belt, truth, shown);
  }

  start(onError: (error: unknown) => void): void {
    this.running ??= this.run().catch(onError);
  }

  show(shown: OnTheBelt): void {
    this.shown = shown;
  }

  async stop(): Promise<void> {
    this.stopped.abort();
    await this.running;
  }

  private async run(): Promise<void> {
    const everyMs = 1000 / this.options.picturesPerSecond;
    const { signal } = this.stopped;
    for (let next = performance.now(); !signal.aborted; next += everyMs) {
      await this.take();
      await delay(Math.max(0, next + everyMs - performance.now()), undefined, { signal }).catch(
        () => undefined,
      );
    }
  }

  private async take(): Promise<void> {
    const { folder } = this.options;
    const number = this.number + 1;
    const key = this.next();
    const bytes = await beltJpeg(this.belt.closeUp(number, key).image);
    this.truth.set(createHash('sha256').update(bytes).digest('hex'), key);
    // The truth first: nobody must see a picture without.
    await appendFile(join(folder, 'labels.csv'), `${pictureName(number)},${key}\n`);
    await writeFile(join(folder, pictureName(number)), bytes);
    this.number = number;
    await rm(join(folder, pictureName(number - kept)), { force: true });
  }

  private next(): string {
    const { usual, fresh, freshShare } = this.shown;
    const keys = this.random() < freshShare ? fresh : usual;
    return keys[Math.floor(this.random() * keys.length)] ?? '';
  }
}

export const nameOfPart = (key: string): string => parts.find((part) => part.key === key)?.name ?? key;
