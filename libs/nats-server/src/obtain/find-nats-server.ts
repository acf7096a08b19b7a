import { join, resolve } from 'node:path';
import { isAtLeast } from '@tutti/kernel';
import { fetchFromApt } from './apt-fetcher';
import { type Fetcher, type Progress } from './fetcher';
import { installFile, withScratchDirectory } from './install-file';
import { fetchFromRelease } from './release-fetcher';
import { minimumVersion, versionOf } from './server-version';

export interface NatsBinary {
  /** What to spawn: an absolute path, or `nats-server` when it is on PATH. */
  readonly path: string;
  readonly version: string;
  readonly source: 'given' | 'path' | 'cache' | 'fetched';
}

export interface FindOptions {
  /** Where a fetched binary is kept between runs. */
  readonly cacheDir: string;
  /** `natsServerBin` is what the user set as NATS_SERVER_BIN. */
  readonly env: { readonly natsServerBin?: string | undefined };
  readonly onProgress?: Progress;
  /** The name to look for on PATH; `nats-server` when absent. */
  readonly nameOnPath?: string;
  /** Ways to fetch, in order; the real ones when absent. */
  readonly fetchers?: readonly Fetcher[];
}

/** No usable nats-server and no way to get one. The message says what a person can do. */
export class NatsServerMissing extends Error {
  override readonly name = 'NatsServerMissing';
}

/**
 * A nats-server that is new enough: the given one, the one on PATH, the cached one, or one fetched now. A given one
 * that does not do is refused and never replaced silently.
 */
export const findNatsServer = async (asked: FindOptions): Promise<NatsBinary> => {
  const options = { ...asked, cacheDir: resolve(asked.cacheDir) };
  const given = options.env.natsServerBin;
  if (given !== undefined && given !== '') return checkGiven(given);
  const cached = join(options.cacheDir, process.platform === 'win32' ? 'nats-server.exe' : 'nats-server');
  const found =
    (await usable(options.nameOnPath ?? 'nats-server', 'path')) ?? (await usable(cached, 'cache'));
  return found ?? fetchInto(cached, options);
};

const usable = async (path: string, source: NatsBinary['source']): Promise<NatsBinary | undefined> => {
  const version = await versionOf(path);
  return version !== undefined && isAtLeast(version, minimumVersion) ? { path, version, source } : undefined;
};

const checkGiven = async (path: string): Promise<NatsBinary> => {
  const version = await versionOf(path);
  if (version === undefined)
    throw new NatsServerMissing(`NATS_SERVER_BIN (${path}) is not a nats-server that runs here.`);
  if (isAtLeast(version, minimumVersion)) return { path, version, source: 'given' };
  throw new NatsServerMissing(
    `NATS_SERVER_BIN (${path}) is version ${version}; Tutti needs ${minimumVersion} or newer.`,
  );
};

const fetchInto = async (target: string, options: FindOptions): Promise<NatsBinary> => {
  const faults: string[] = [];
  for (const fetcher of options.fetchers ?? [fetchFromApt, fetchFromRelease]) {
    try {
      const installed = await fetchBy(fetcher, target, options);
      if (installed !== undefined) return installed;
    } catch (error) {
      faults.push(error instanceof Error ? error.message : String(error));
    }
  }
  throw new NatsServerMissing(missingMessage(faults));
};

const fetchBy = (fetcher: Fetcher, target: string, options: FindOptions): Promise<NatsBinary | undefined> =>
  withScratchDirectory(options.cacheDir, async (scratch) => {
    const fetched = await fetcher(scratch, options.onProgress ?? (() => undefined));
    if (fetched === undefined) return undefined;
    const version = await versionOf(fetched);
    if (version === undefined) throw new Error('what was fetched does not run on this machine');
    if (!isAtLeast(version, minimumVersion)) throw new Error(`fetched version ${version} is too old`);
    await installFile(fetched, target);
    options.onProgress?.(`nats-server ${version} is ready`);
    return { path: target, version, source: 'fetched' };
  });

const missingMessage = (faults: readonly string[]): string =>
  [
    `nats-server ${minimumVersion} or newer was not found and could not be fetched.`,
    ...faults.map((fault) => `  - ${fault}`),
    'Install it in one of these ways, then start again:',
    '  Debian 14 or newer:  sudo apt install nats-server',
    '  macOS:               brew install nats-server',
    '  Windows:             scoop install nats-server',
    'or take it out of its image, and name it:',
    '  id=$(docker create nats:2.15) && docker cp "$id:/nats-server" . && docker rm "$id"',
    '  NATS_SERVER_BIN=./nats-server npm start',
    'or set NATS_URL to a server that runs with the server.conf of `tutti init`.',
  ].join('\n');
