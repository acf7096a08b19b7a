import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repositoryRoot } from '@tutti/nats-server/testing';
import type { Machine } from './network/two-machines';

const root = repositoryRoot();
const readyWithinMs = 120_000;

export interface SystemOptions {
  /** Everything in one process, or every service as processes of their own; as the vitest project says when absent. */
  readonly kind?: 'standalone' | 'distributed';
  /** Kept when given; else a temporary directory that `dispose` removes. */
  readonly data?: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Starts one beside it; specs that train nothing do without. */
  readonly trainer?: boolean;
  /** Runs there. */
  readonly machine?: Pick<Machine, 'prefix'>;
}

type Kind = NonNullable<SystemOptions['kind']>;

const programs: Readonly<Record<Kind, string>> = {
  standalone: 'start.mjs',
  distributed: 'distributed.mjs',
};

const usualKind = (): Kind => (process.env['TUTTI_SYSTEM'] === 'distributed' ? 'distributed' : 'standalone');

/** The whole product as a user starts it, on a free port, in a process group of its own. */
export interface System {
  readonly url: string;
  /** Host and port of gRPC. */
  readonly grpc: string;
  readonly data: string;
  readonly pid: number;
  /** Of the user `admin`, for the first sign-in. */
  readonly firstPassword: string;
  /** Everything it printed so far. */
  output(): string;
  /** Seconds from the start of the process to "ready". */
  readonly seconds: number;
  /** SIGINT, as Ctrl-C; answers with the exit code. */
  stop(): Promise<number | null>;
  kill9(): Promise<void>;
  /** Stops it if it still runs, and removes a temporary directory. */
  dispose(): Promise<void>;
}

/** What the banner says of it: itself, or the file that holds it. */
const firstPasswordIn = async (printed: string, given: string | undefined): Promise<string> => {
  if (given !== undefined) return given;
  const file = /Password\s+in (\S+)/.exec(printed)?.[1];
  if (file !== undefined) return readFile(file, 'utf8');
  return /Password\s+(\S+)/.exec(printed)?.[1] ?? '';
};

const commandLine = (
  data: string,
  { machine, args = [], kind = usualKind(), trainer = false }: SystemOptions,
) => {
  const script = join(root, 'infra/dev', programs[kind]);
  const [command = '', ...rest] = [...(machine?.prefix ?? []), process.execPath, script];
  return {
    command,
    args: [...rest, '--data', data, '--port', '0', ...(trainer ? [] : ['--no-trainer']), ...args],
  };
};

export const startSystem = async (options: SystemOptions = {}): Promise<System> => {
  const data = options.data ?? (await mkdtemp(join(tmpdir(), 'tutti-system-')));
  const started = performance.now();
  const { command, args } = commandLine(data, options);
  const child = spawn(command, args, {
    cwd: root,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, GRPC_PORT: '0', ...options.env },
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => (printed += chunk));
  }
  const exited = new Promise<number | null>((done) => child.once('exit', (code) => done(code)));
  const dispose = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGINT');
    await exited;
    if (options.data === undefined) await rm(data, { recursive: true, force: true });
  };
  // Left behind it would slow down whoever comes next.
  const url = await ready(child, () => printed, exited).catch(async (error: unknown) => {
    await dispose();
    throw error;
  });
  return {
    url,
    grpc: /gRPC\s+(\S+)/.exec(printed)?.[1] ?? '',
    data,
    pid: child.pid ?? 0,
    firstPassword: await firstPasswordIn(printed, options.env?.['TUTTI_ADMIN_PASSWORD']),
    output: () => printed,
    seconds: (performance.now() - started) / 1000,
    stop: async () => {
      child.kill('SIGINT');
      return exited;
    },
    kill9: async () => {
      child.kill('SIGKILL');
      await exited;
    },
    dispose,
  };
};

const ready = async (
  child: ChildProcess,
  output: () => string,
  exited: Promise<number | null>,
): Promise<string> => {
  const url = new Promise<string>((resolve) => {
    const look = (): void => {
      const found = /Console\s+(https?:\S+)/.exec(output());
      if (found?.[1]) resolve(found[1]);
    };
    child.stdout?.on('data', look);
  });
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), readyWithinMs);
  const timedOut = new Promise<never>((_, reject) => {
    late.signal.addEventListener('abort', () =>
      reject(new Error(`not ready after ${readyWithinMs} ms:\n${output()}`)),
    );
  });
  const ended = exited.then((code) =>
    Promise.reject(new Error(`ended with ${code} before it was ready:\n${output()}`)),
  );
  try {
    return await Promise.race([url, timedOut, ended]);
  } finally {
    clearTimeout(timer);
    ended.catch(() => undefined);
    timedOut.catch(() => undefined);
  }
};
