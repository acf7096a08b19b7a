import { randomBytes, randomUUID } from 'node:crypto';
import { type FileHandle, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { checkedDigest, checkedNamespace, isDigest } from '../names';
import { type BlobInfo, type ByteRange, graceMs, type OpenBlob } from '../port';
import { clippedRange } from '../refusals';
import { makeFolder } from './durable-write';
import { isTaken, orUndefined, syncFolder } from './files';
import { endOf, largestRead, piecesIn, readPieces } from './pieces';

/** A blob that waits for its end: `<sha256>.<milliseconds since 1970>.<random>`. */
interface Condemned {
  readonly path: string;
  readonly sha256: string;
  readonly at: Date;
}

export interface Entry {
  readonly sha256: string;
  readonly live: boolean;
  readonly condemned: readonly Condemned[];
}

/** Moves may cross a search; more than this many in a row do not happen. */
const tries = 5;

/**
 * The blobs of one namespace: `<ab>/<sha256>`, a file or a folder of pieces. A sweep renames one without references to
 * `condemned/<ab>/<sha256>.<since>.<random>`, whoever wants it renames it back, and deleting names exactly what was seen:
 * each is one atomic step, and of two that contradict each other one finds nothing to move.
 */
export class BlobFolder {
  readonly #root: string;

  constructor(
    root: string,
    private readonly work: string,
    namespace: string,
  ) {
    this.#root = join(root, checkedNamespace(namespace));
  }

  /** Two characters of fan-out: no folder grows beyond 1/256 of the blobs. */
  pathOf(sha256: string): string {
    return join(this.#root, checkedDigest(sha256).slice(0, 2), sha256);
  }

  /** Moves a synced file or folder of pieces to its place, for good; known bytes are wanted again. */
  async publish(from: string, sha256: string): Promise<void> {
    const to = this.pathOf(sha256);
    let moved = await placed(from, to);
    if (moved === 'nowhere') {
      await makeFolder(dirname(to));
      moved = await placed(from, to);
    }
    if (moved === 'nowhere') throw Object.assign(new Error(`${from} is gone.`), { code: 'ENOENT' });
    if (moved === 'done') await syncFolder(dirname(to));
    else if (await this.touch(sha256)) await rm(from, { recursive: true, force: true });
    else await this.publish(from, sha256);
  }

  /** Where the blob is now. */
  async find(sha256: string): Promise<string | undefined> {
    const live = this.pathOf(sha256);
    if (await orUndefined(stat(live))) return live;
    const [condemned] = await this.#condemned(sha256.slice(0, 2), sha256);
    if (condemned) return condemned.path;
    // Somebody may have wanted it again between the two looks.
    return (await orUndefined(stat(live))) ? live : undefined;
  }

  async info(sha256: string): Promise<BlobInfo | undefined> {
    const live = this.pathOf(sha256);
    for (let n = 0; n < tries; n++) {
      const path = await this.find(sha256);
      if (path === undefined) return undefined;
      const size = await sizeOf(path);
      if (size === undefined) continue;
      return {
        sha256,
        size,
        ...(path === live ? {} : { condemnedAt: condemnedIn(path)?.at ?? new Date(0) }),
      };
    }
    return undefined;
  }

  async open(sha256: string, range?: ByteRange): Promise<OpenBlob | undefined> {
    const whole = await openFile(this.pathOf(sha256), range);
    if (whole) return whole;
    for (let n = 0; n < tries; n++) {
      const path = await this.find(sha256);
      if (path === undefined) return undefined;
      const again = async (name: string) => join((await this.find(sha256)) ?? path, name);
      const opened = (await openFile(path, range)) ?? (await openPieces(path, range, again));
      if (opened) return opened;
    }
    return undefined;
  }

  async touch(sha256: string): Promise<boolean> {
    const live = this.pathOf(sha256);
    for (let n = 0; n < tries; n++) {
      const path = await this.find(sha256);
      if (path === undefined) return false;
      if (path === live || (await moved(path, live))) return true;
    }
    return false;
  }

  /** False when it is gone already. */
  async condemn(sha256: string, now: Date): Promise<boolean> {
    const folder = this.#condemnedFolder(sha256.slice(0, 2));
    await makeFolder(folder);
    const name = `${sha256}.${now.getTime()}.${randomBytes(6).toString('hex')}`;
    return moved(this.pathOf(sha256), join(folder, name));
  }

  /** Deletes what was seen, and nothing that was wanted since; false when there was nothing any more. */
  async erase({ path }: Condemned): Promise<boolean> {
    const taken = join(this.work, randomUUID());
    const done = await moved(path, taken);
    await rm(taken, { recursive: true, force: true });
    return done;
  }

  /** All blobs, by the first two characters of their digests. */
  async *entries(): AsyncIterable<readonly Entry[]> {
    const [live, condemned] = await Promise.all(
      [this.#root, join(this.#root, 'condemned')].map((folder) => orUndefined(readdir(folder))),
    );
    const prefixes = new Set(
      [...(live ?? []), ...(condemned ?? [])].filter((name) => /^[0-9a-f]{2}$/.test(name)),
    );
    for (const prefix of [...prefixes].sort()) yield this.#entriesOf(prefix);
  }

  async #entriesOf(prefix: string): Promise<readonly Entry[]> {
    const condemned = Map.groupBy(await this.#condemned(prefix), ({ sha256 }) => sha256);
    const live = new Set(((await orUndefined(readdir(join(this.#root, prefix)))) ?? []).filter(isDigest));
    return [...new Set([...live, ...condemned.keys()])].map((sha256) => ({
      sha256,
      live: live.has(sha256),
      condemned: condemned.get(sha256) ?? [],
    }));
  }

  async #condemned(prefix: string, sha256 = ''): Promise<readonly Condemned[]> {
    const folder = this.#condemnedFolder(prefix);
    const names = (await orUndefined(readdir(folder))) ?? [];
    return names
      .filter((name) => name.startsWith(sha256))
      .flatMap((name) => condemnedIn(join(folder, name)) ?? []);
  }

  #condemnedFolder(prefix: string): string {
    return join(this.#root, 'condemned', prefix);
  }
}

/** Whether its grace is over. */
export const isOver = ({ at }: { readonly at: Date }, now: Date): boolean =>
  now.getTime() - at.getTime() >= graceMs;

const condemnedIn = (path: string): Condemned | undefined => {
  const [, sha256, at] = /([0-9a-f]{64})\.(\d+)\.[0-9a-f]+$/.exec(path) ?? [];
  return sha256 === undefined ? undefined : { path, sha256, at: new Date(Number(at)) };
};

/** `nowhere`: the one or the other is not there. */
const placed = async (from: string, to: string): Promise<'done' | 'taken' | 'nowhere'> => {
  try {
    return (await orUndefined(rename(from, to).then(() => 'done' as const))) ?? 'nowhere';
  } catch (error) {
    if (isTaken(error)) return 'taken';
    throw error;
  }
};

const moved = async (from: string, to: string): Promise<boolean> => (await placed(from, to)) === 'done';

const sizeOf = async (path: string): Promise<number | undefined> => {
  const info = await orUndefined(stat(path));
  if (!info?.isDirectory()) return info?.size;
  const pieces = await piecesIn(path);
  return pieces && endOf(pieces);
};

const openPieces = async (
  path: string,
  range: ByteRange | undefined,
  pathOf: (name: string) => Promise<string>,
): Promise<OpenBlob | undefined> => {
  const pieces = await piecesIn(path);
  if (!pieces) return undefined;
  const size = endOf(pieces);
  const clipped = clippedRange(size, range);
  return { size, range: clipped, stream: readPieces(pieces, clipped, pathOf) };
};

/** `undefined` where there is none, or a folder of pieces. */
const openFile = async (path: string, range?: ByteRange): Promise<OpenBlob | undefined> => {
  const handle = await orUndefined(open(path, 'r'));
  if (!handle) return undefined;
  try {
    const info = await handle.stat();
    if (!info.isDirectory()) return openRange(handle, info.size, range);
  } catch (error) {
    await handle.close();
    throw error;
  }
  await handle.close();
  return undefined;
};

const openRange = (handle: FileHandle, size: number, range: ByteRange | undefined): OpenBlob => {
  const { offset, length } = clippedRange(size, range);
  const highWaterMark = Math.min(Math.max(length, 1), largestRead);
  // A stream that is told to end before it begins reads everything.
  const part = length === 0 ? { start: size } : { start: offset, end: offset + length - 1 };
  return { size, range: { offset, length }, stream: handle.createReadStream({ ...part, highWaterMark }) };
};
