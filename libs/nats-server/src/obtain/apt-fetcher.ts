import { access, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Fetcher } from './fetcher';
import { runCommand, type CommandResult } from './run-command';

const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg';
/** What apt prints for an archive whose indexes it has not read yet. */
const unknownOrigin = '$(ORIGIN)';
/** Both are current; older suites carry a nats-server that is too old. */
const suites = ['forky', 'sid'] as const;

/**
 * From the Debian mirror that this machine's own apt names, checked against Debian's archive keyring, into a private
 * apt state: nothing of the system's is read for writing, and no root is needed. A machine without Debian's keyring
 * or without a Debian mirror (Ubuntu, for one) has no such way.
 */
export const fetchFromApt: Fetcher = async (scratch, onProgress) => {
  const mirror = await debianMirror();
  if (mirror === undefined) return undefined;
  const faults: string[] = [];
  for (const suite of suites) {
    onProgress(`Fetching nats-server from this machine's Debian mirror (suite ${suite})`);
    const fetched = await fetchFromSuite({ mirror, suite, directory: join(scratch, suite) });
    if (fetched.path !== undefined) return fetched.path;
    faults.push(`${suite}: ${fetched.fault}`);
  }
  throw new Error(`apt could not fetch nats-server (${faults.join('; ')})`);
};

const debianMirror = async (): Promise<string | undefined> => {
  const usable = await access(keyring).then(
    () => true,
    () => false,
  );
  if (!usable) return undefined;
  const release = await readFile('/etc/os-release', 'utf8').catch(() => '');
  const query = ['--format', `${unknownOrigin} $(REPO_URI)`, 'Created-By: Packages'];
  const known = await runCommand('apt-get', ['indextargets', ...query]);
  const configured = await runCommand('apt-get', ['indextargets', '--no-release-info', ...query]);
  return pickMirror(`${known.stdout}\n${configured.stdout}`, /^ID=debian$/m.test(release));
};

/**
 * The Debian archive among lines of `<origin> <address>`. Before the first `apt-get update` apt knows no origins:
 * then, on Debian itself, the first archive that is not the security one.
 */
export const pickMirror = (targets: string, onDebian: boolean): string | undefined => {
  const lines = targets.split('\n').map((line) => /^(.*) (\S+:\S+)$/.exec(line));
  const entries = lines.flatMap((match) =>
    match?.[2] === undefined ? [] : [{ origin: match[1], uri: match[2] }],
  );
  const archives = entries.filter(({ uri }) => !uri.includes('security'));
  const byOrigin = archives.find(({ origin }) => origin === 'Debian');
  return (byOrigin ?? archives.find(({ origin }) => onDebian && origin === unknownOrigin))?.uri;
};

interface Suite {
  readonly mirror: string;
  readonly suite: string;
  readonly directory: string;
}

type Fetched = { readonly path: string } | { readonly path: undefined; readonly fault: string };

const fetchFromSuite = async ({ mirror, suite, directory }: Suite): Promise<Fetched> => {
  for (const part of ['lists/partial', 'cache/archives/partial', 'out']) {
    await mkdir(join(directory, part), { recursive: true });
  }
  const out = join(directory, 'out');
  const list = join(directory, 'sources.list');
  await writeFile(list, `deb [signed-by=${keyring} target=Packages] ${mirror} ${suite} main\n`);
  const config = join(directory, 'apt.conf');
  await writeFile(config, privateConfig(directory, list));
  const apt = (command: string[]): Promise<CommandResult> =>
    runCommand('apt-get', ['-c', config, '-qq', ...command], { cwd: out, timeoutMs: 180_000 });
  const steps = [
    () => apt(['update']),
    () => apt(['download', 'nats-server']),
    async () =>
      runCommand('dpkg-deb', ['-x', (await readdir(out))[0] ?? 'nats-server.deb', '.'], { cwd: out }),
  ];
  for (const step of steps) {
    const { code, stderr } = await step();
    if (code !== 0) return { path: undefined, fault: lastError(stderr) };
  }
  return { path: join(out, 'usr/sbin/nats-server') };
};

/**
 * The system's settings (proxies, for one) stay in force; what apt writes goes to `directory`, and the system's hooks
 * after an update do not run. As root, apt would drop to user `_apt`, who may not enter that directory.
 */
const privateConfig = (directory: string, list: string): string =>
  [
    `Dir::Etc::sourcelist "${list}";`,
    'Dir::Etc::sourceparts "-";',
    `Dir::State::lists "${join(directory, 'lists')}";`,
    `Dir::Cache "${join(directory, 'cache')}";`,
    'Acquire::Languages "none";',
    'APT::Sandbox::User "";',
    '#clear APT::Update::Pre-Invoke;',
    '#clear APT::Update::Post-Invoke;',
    '#clear APT::Update::Post-Invoke-Success;',
    '',
  ].join('\n');

const lastError = (stderr: string): string => {
  const lines = stderr.trim().split('\n');
  return lines.findLast((line) => line.startsWith('E:')) ?? lines.at(-1) ?? '';
};
