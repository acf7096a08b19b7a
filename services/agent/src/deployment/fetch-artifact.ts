import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { DeployedModel } from '@tutti/contracts/deployment';
import { ApiError } from '../identity/api';
import type { Logger } from '../log';
import type { ArtifactBytes, ArtifactSource } from './artifact-client';
import { DeploymentFailure } from './deployment-failure';
import { digestOfFile } from './digest-of-file';
import { onDisk } from './on-disk';
import { PartFile } from './part-file';
import { Patience } from './patience';

export interface FetchOptions {
  readonly access: ArtifactSource;
  readonly model: DeployedModel;
  /** Where deployed models lie: of this purpose alone. */
  readonly folder: string;
  /** What the disk has for it. */
  readonly freeBytes: () => Promise<number>;
  /** At most every two seconds. */
  readonly onProgress: (bytes: number) => void;
  /** Ends it; what has come is kept. */
  readonly signal: AbortSignal;
  readonly log?: Logger;
  /** Milliseconds: the first pause after trouble, and the longest. */
  readonly pauses?: readonly [first: number, longest: number];
  /** Milliseconds since whenever; never jumps. */
  readonly steady?: () => number;
}

export interface Fetched {
  readonly path: string;
  readonly bytes: number;
  /** That this call took. */
  readonly seconds: number;
  /** How often it went on in the middle. */
  readonly resumes: number;
}

const progressEveryMs = 2000;
const partSuffix = '.part';

export const artifactPath = (folder: string, digest: string): string => join(folder, `${digest}.onnx`);

/**
 * Brings the bytes of a model onto the disk, whole and with the right digest, and goes on where it was cut off, by the
 * network or by the end of the process. Throws a `DeploymentFailure` for what does not pass; trouble on the way is tried
 * again until the signal aborts, whose reason it throws then.
 */
export async function fetchArtifact(options: FetchOptions): Promise<Fetched> {
  const started = performance.now();
  const { folder, model } = options;
  const { digest, bytes } = model.artifact;
  const path = artifactPath(folder, digest);
  await onDisk(() => mkdir(folder, { recursive: true, mode: 0o700 }));
  const resumes = (await isThere(path, digest)) ? 0 : await fetchPart(options, path);
  return { path, bytes, seconds: (performance.now() - started) / 1000, resumes };
}

/** The very file, fetched earlier; one that has changed since is removed. */
async function isThere(path: string, digest: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) return false;
  if ((await digestOfFile(path)).digest === digest) return true;
  await rm(path);
  return false;
}

async function fetchPart(options: FetchOptions, path: string): Promise<number> {
  const { digest } = options.model.artifact;
  const name = `${digest}${partSuffix}`;
  await removeOthers(options.folder, name);
  const part = await PartFile.open(join(options.folder, name));
  try {
    const fetching = new Fetching(part, options);
    await fetching.run();
    await part.moveTo(path);
    return fetching.resumes;
  } catch (error) {
    if (error instanceof DeploymentFailure) await part.remove();
    throw error;
  } finally {
    await part.close();
  }
}

/** Of deployments that were given up: nobody goes on with them, and models are large. */
async function removeOthers(folder: string, keep: string): Promise<void> {
  const names = await readdir(folder);
  const others = names.filter((name) => name.endsWith(partSuffix) && name !== keep);
  for (const name of others) await rm(join(folder, name), { force: true });
}

/** One artifact on its way into a part file. */
class Fetching {
  resumes = 0;
  private readonly patience: Patience;
  /** That what is there came in, an earlier process's as one. */
  private pieces = 0;
  private readonly steady: () => number;
  private toldAt: number;

  constructor(
    private readonly part: PartFile,
    private readonly options: FetchOptions,
  ) {
    this.patience = new Patience(options);
    this.pieces = part.size > 0 ? 1 : 0;
    this.steady = options.steady ?? (() => performance.now());
    this.toldAt = this.steady();
  }

  async run(): Promise<void> {
    const { digest } = this.options.model.artifact;
    await this.complete();
    // A power cut may have left zeros in the middle, a proxy a piece of something else: once, it is worth to begin anew.
    if (this.part.digest !== digest && this.pieces > 1) {
      await this.clear();
      await this.complete();
    }
    if (this.part.digest !== digest)
      throw new DeploymentFailure('digest.wrong', `The bytes that came are not those of ${digest}.`);
  }

  private async complete(): Promise<void> {
    const { part } = this;
    const { bytes } = this.options.model.artifact;
    if (part.size > bytes) await this.clear();
    if (part.size === bytes) return;
    await this.assertRoom(bytes - part.size);
    await this.patience.until(() => this.attempt());
  }

  private async assertRoom(missing: number): Promise<void> {
    const free = await this.options.freeBytes();
    if (missing > free)
      throw new DeploymentFailure(
        'disk.full',
        `${missing} bytes are to come, and there is room for ${Math.max(0, free)}. Free some of the disk, then try the model again.`,
      );
  }

  /** One request: all that is missing, or as much of it as comes. */
  private async attempt(): Promise<void> {
    const { part } = this;
    const { artifact } = this.options.model;
    const came = await this.open();
    try {
      await this.place(came);
      for await (const chunk of came.chunks) await this.take(chunk);
    } finally {
      came.close();
    }
    if (part.size < artifact.bytes) throw new Error('The server ended before all bytes had come.');
  }

  private async open(): Promise<ArtifactBytes> {
    const { access, model, signal } = this.options;
    try {
      return await access.open(model.artifact.digest, this.part.size, signal);
    } catch (error) {
      // It has no such part: what it does have, the whole will show.
      if (error instanceof ApiError && error.status === 416) await this.clear();
      throw error;
    }
  }

  /** Where what comes belongs. */
  private async place({ from, total }: ArtifactBytes): Promise<void> {
    const { bytes } = this.options.model.artifact;
    if (total !== undefined && total !== bytes)
      throw new DeploymentFailure(
        'size.wrong',
        `The server has ${total} bytes of it, ${bytes} were announced.`,
      );
    if (from !== this.part.size) await this.clear();
    if (from !== this.part.size) throw new Error('The server sent another part than it was asked for.');
    this.pieces++;
    if (from > 0) this.resumes++;
  }

  private async take(chunk: Buffer): Promise<void> {
    const { part } = this;
    const { bytes } = this.options.model.artifact;
    if (part.size + chunk.length > bytes)
      throw new DeploymentFailure('size.wrong', `More came than the ${bytes} bytes that were announced.`);
    await part.append(chunk);
    this.patience.encourage();
    const now = this.steady();
    if (now - this.toldAt < progressEveryMs) return;
    this.toldAt = now;
    this.options.onProgress(part.size);
  }

  private async clear(): Promise<void> {
    await this.part.clear();
    this.pieces = 0;
  }
}
