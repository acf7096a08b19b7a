import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Fetcher } from './fetcher';
import { runCommand } from './run-command';

const release = '2.15.1';
const base = `https://github.com/nats-io/nats-server/releases/download/v${release}`;
const systems: Readonly<Record<string, string>> = { linux: 'linux', darwin: 'darwin', win32: 'windows' };
const processors: Readonly<Record<string, string>> = { x64: 'amd64', arm64: 'arm64' };

/**
 * The official release, checked against its published SHA256SUMS.
 *
 * NOT PROVEN IN CI: the release archive cannot be reached from where Tutti is built. Names follow the project's
 * goreleaser configuration.
 */
export const fetchFromRelease: Fetcher = async (scratch, onProgress) => {
  const system = systems[process.platform];
  const processor = processors[process.arch];
  if (system === undefined || processor === undefined) return undefined;
  const folder = `nats-server-v${release}-${system}-${processor}`;
  const archive = `${folder}.${system === 'windows' ? 'zip' : 'tar.gz'}`;
  onProgress(`Fetching the official release ${archive}`);
  const [sums, bytes] = await Promise.all([download('SHA256SUMS'), download(archive)]);
  verifyDigest({ sums: sums.toString('utf8'), name: archive, bytes });
  await writeFile(join(scratch, archive), bytes);
  const { code, stderr } = await runCommand('tar', ['-xf', archive], { cwd: scratch });
  if (code !== 0) throw new Error(`cannot unpack ${archive}: ${stderr.trim()}`);
  return join(scratch, folder, system === 'windows' ? 'nats-server.exe' : 'nats-server');
};

interface Published {
  /** Content of the release's SHA256SUMS. */
  readonly sums: string;
  readonly name: string;
  readonly bytes: Buffer;
}

/** Throws unless the published sums name the file with the digest of these bytes. */
export const verifyDigest = ({ sums, name, bytes }: Published): void => {
  const lines = sums.split('\n').map((line) => line.trim().split(/\s+\*?/));
  const published = lines.find(([, file]) => file === name)?.[0];
  if (published === undefined) throw new Error(`the published SHA256SUMS do not name ${name}`);
  const actual = createHash('sha256').update(bytes).digest('hex');
  if (actual !== published.toLowerCase())
    throw new Error(`${name} has SHA-256 ${actual}, published is ${published}`);
};

const download = async (name: string): Promise<Buffer> => {
  const address = `${base}/${name}`;
  const response = await fetch(address, { signal: AbortSignal.timeout(120_000) }).catch((cause: unknown) => {
    throw new Error(`cannot reach ${address}`, { cause });
  });
  if (!response.ok) throw new Error(`${address} answered ${response.status}`);
  return Buffer.from(await response.arrayBuffer());
};
