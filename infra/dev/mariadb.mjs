// A MariaDB for tests and development: MARIADB_BIN, PATH, or Debian's package when this may be installed.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { appendFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createConnection, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const places = ['mariadbd', '/usr/sbin/mariadbd', '/usr/local/sbin/mariadbd'];
const readyWithinMs = 60_000;

/** Path of mariadbd; ends the process with advice when there is none. */
export function findMariadb() {
  if (process.env.MARIADB_BIN) return process.env.MARIADB_BIN;
  return inPath() ?? installed() ?? missing();
}

function inPath() {
  for (const name of places) {
    const found = spawnSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' });
    if (found.status === 0) return found.stdout.trim();
  }
  return undefined;
}

function installed() {
  if (process.getuid?.() !== 0 || spawnSync('apt-get', ['--version']).status !== 0) return undefined;
  console.log('Installing MariaDB for the tests (once) …');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const quiet = { env, stdio: ['ignore', 'ignore', 'inherit'] };
  const install = ['install', '-y', '--no-install-recommends', 'mariadb-server'];
  try {
    execFileSync('apt-get', install, quiet);
  } catch {
    execFileSync('apt-get', ['update'], quiet);
    execFileSync('apt-get', install, quiet);
  }
  return inPath();
}

function missing() {
  console.error(
    'This needs MariaDB 10.6 or newer, and it cannot be installed from here (that needs root and apt).\n' +
      'Install it (for example `sudo apt install mariadb-server`) or set MARIADB_BIN to the path of mariadbd.',
  );
  process.exit(1);
}

/** mariadbd refuses to run as root unless told to. */
const asWhoever = () => (process.getuid?.() === 0 ? ['--user=root'] : []);

async function createFiles(bin, data) {
  const tools = [
    join(dirname(bin), '../bin/mariadb-install-db'),
    join(dirname(bin), '../scripts/mariadb-install-db'),
  ];
  const tool = tools.find(existsSync) ?? 'mariadb-install-db';
  const args = [
    '--no-defaults',
    `--datadir=${data}`,
    `--tmpdir=${dirname(data)}`,
    '--auth-root-authentication-method=normal',
    '--skip-test-db',
  ];
  const { status, stderr, error } = spawnSync(tool, [...args, '--skip-name-resolve', ...asWhoever()], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${tool} failed: ${error?.message ?? stderr}`);
}

const freePort = () =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

const answers = (port) =>
  new Promise((resolve) => {
    const socket = createConnection({ port, host: '127.0.0.1' });
    socket.once('data', () => resolve(true)).once('error', () => resolve(false));
    setTimeout(() => resolve(false), 1000).unref();
    socket.once('close', () => resolve(false));
  });

/** Runs a command that is killed when our end of its standard input closes: at the latest when we die. */
const lifeline = 'exec 3<&0; (read _ <&3; kill -9 $$ 2>/dev/null) & exec "$@" </dev/null 3<&-';

/**
 * Starts a server on loopback with an administrator `tutti`. Without `dir` its files are temporary. Answers with
 * `url` (`mysql://tutti:…@127.0.0.1:port`), `kill9()`, `restart()` and `stop()`.
 */
export async function startMariadb({ bin = findMariadb(), dir, port } = {}) {
  const home = dir ?? (await mkdtemp(join(tmpdir(), 'tutti-mariadb-')));
  const data = join(home, 'data');
  const secretFile = join(home, 'password');
  const isNew = !existsSync(data);
  if (isNew) {
    await mkdir(data, { recursive: true, mode: 0o700 });
    await createFiles(bin, data);
    await writeFile(secretFile, randomBytes(18).toString('base64url'), { mode: 0o600 });
  }
  const password = await readFile(secretFile, 'utf8');
  const init = join(home, 'init.sql');
  await writeFile(
    init,
    `CREATE OR REPLACE USER tutti@'127.0.0.1' IDENTIFIED BY '${password}';\n` +
      "GRANT ALL PRIVILEGES ON *.* TO tutti@'127.0.0.1' WITH GRANT OPTION;\n" +
      `ALTER USER root@localhost IDENTIFIED BY '${password}';\n`,
    { mode: 0o600 },
  );
  const at = port ?? (await freePort());
  const args = [
    ...[
      '--no-defaults',
      `--datadir=${data}`,
      `--tmpdir=${home}`,
      `--socket=${join(home, 's')}`,
      `--pid-file=${join(home, 'pid')}`,
    ],
    ...[
      `--port=${at}`,
      '--bind-address=127.0.0.1',
      '--skip-name-resolve',
      `--init-file=${init}`,
      ...asWhoever(),
    ],
    ...['--innodb-flush-log-at-trx-commit=2', '--innodb-buffer-pool-size=128M', '--innodb-log-file-size=32M'],
    ...['--character-set-server=utf8mb4', '--max-connections=500'],
  ];
  let running = await begin(bin, args, { at, home });
  const end = async () => {
    running.child.stdin.destroy();
    await running.exited;
  };
  return {
    url: `mysql://tutti:${password}@127.0.0.1:${at}`,
    port: at,
    get pid() {
      return running.child.pid;
    },
    /** Resolves when the process that runs now has ended. */
    get exited() {
      return running.exited;
    },
    /** As a crash would end it. */
    kill9: end,
    restart: async () => {
      await end();
      running = await begin(bin, args, { at, home });
    },
    stop: async () => {
      await end();
      if (dir === undefined) await rm(home, { recursive: true, force: true });
    },
  };
}

async function begin(bin, args, { at, home }) {
  const child = spawn('sh', ['-c', lifeline, 'sh', bin, ...args], {
    stdio: ['pipe', 'ignore', 'pipe'],
    detached: true,
  });
  let printed = '';
  child.stderr.setEncoding('utf8').on('data', (text) => {
    printed = (printed + text).slice(-4000);
    void appendFile(join(home, 'log'), text).catch(() => undefined);
  });
  child.stdin.on('error', () => undefined);
  const exited = new Promise((resolve) => child.once('exit', resolve));
  const deadline = Date.now() + readyWithinMs;
  while (!(await answers(at))) {
    if (child.exitCode !== null || child.signalCode !== null || Date.now() > deadline)
      throw new Error(`MariaDB did not start:\n${printed}`);
    await delay(50);
  }
  return { child, exited };
}

/** The same, started again on its port whenever it ends by itself. `onStart` is told of each process. */
export async function keepMariadb(dir, onStart) {
  const server = await startMariadb({ dir });
  onStart(server.pid);
  let stopping = false;
  const watching = (async () => {
    for (;;) {
      await server.exited;
      if (stopping) return;
      await server.restart();
      onStart(server.pid);
    }
  })();
  return {
    /** With a prefix for the databases of the services. */
    url: `${server.url}/tutti`,
    stop: async () => {
      stopping = true;
      await server.stop();
      await watching;
    },
  };
}

/** Of vitest, for the project `mariadb`: one server for the whole run; every test makes databases of its own. */
export async function setup() {
  const server = await startMariadb();
  process.env.TUTTI_TEST_MARIADB = server.url;
  return () => server.stop();
}
