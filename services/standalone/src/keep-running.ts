import { spawn, type ChildProcess, type StdioOptions } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { agentRestartExitCode } from '@tutti/contracts/devices';
import type { Logger } from 'pino';

export interface Program {
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
}

export interface KeepRunningOptions {
  /** What log lines call it. */
  readonly name: string;
  /** Asked before every start. */
  readonly program: () => Program | Promise<Program>;
  /** A file that takes what it prints, or whoever takes each line. */
  readonly output: number | ((line: string) => void);
  readonly logger: Logger;
  /** After the first end; doubles up to 30 s. */
  readonly firstPauseMs: number;
  readonly onStart?: (pid: number) => void;
}

export interface Kept {
  /** SIGTERM, and wait until it has ended. */
  readonly stop: () => Promise<void>;
}

const longestPauseMs = 30_000;

/**
 * Keeps a Node program running as a child of this process: started again with growing pauses when it ends by itself, at
 * once when it asks for that (`agentRestartExitCode`).
 */
export const keepRunning = (options: KeepRunningOptions): Kept => {
  const stopping = new AbortController();
  const running = supervise(options, stopping.signal);
  return {
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
};

const supervise = async (options: KeepRunningOptions, signal: AbortSignal): Promise<void> => {
  const { name, firstPauseMs, logger } = options;
  for (let pause = firstPauseMs; !signal.aborted; pause = Math.min(pause * 2, longestPauseMs)) {
    const started = performance.now();
    const code = await runOnce(options, signal);
    if (signal.aborted) return;
    if (code === agentRestartExitCode) {
      pause = firstPauseMs / 2;
      logger.info({ program: name }, `${name} asked to be started again`);
      continue;
    }
    if (performance.now() - started > longestPauseMs) pause = firstPauseMs;
    logger.warn({ program: name, code }, `${name} ended by itself; it starts again in ${pause / 1000} s`);
    await delay(pause, undefined, { signal }).catch(() => undefined);
  }
};

const runOnce = async (options: KeepRunningOptions, signal: AbortSignal): Promise<number | null> => {
  const { args, env } = await options.program();
  const { output } = options;
  const out = typeof output === 'number' ? output : 'pipe';
  // The channel ends when we are killed; the program then stops too instead of living on unseen.
  const stdio: StdioOptions = ['ignore', out, out, 'ipc'];
  // A process group of its own: Ctrl-C is for us, and we stop the program in good order.
  const child = spawn(process.execPath, [...args], { detached: true, stdio, env });
  if (typeof output !== 'number') forward(child, output);
  if (child.pid !== undefined) options.onStart?.(child.pid);
  const stop = (): void => void child.kill('SIGTERM');
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  try {
    return await new Promise<number | null>((resolve) => {
      child.once('error', () => resolve(null));
      child.once('exit', (code) => resolve(code));
    });
  } finally {
    signal.removeEventListener('abort', stop);
  }
};

const forward = (child: ChildProcess, onLine: (line: string) => void): void => {
  for (const stream of [child.stdout, child.stderr]) {
    let rest = '';
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      lines.forEach(onLine);
    });
  }
};
