import { spawn, type ChildProcess } from 'node:child_process';
import { copyFile, readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import { readEnvironment } from './config';
import { isFree } from './free-port';

export interface LocalAgentOptions {
  /** The bundled agent program. */
  readonly entry: string;
  /** URL of the API. */
  readonly url: string;
  readonly dataDir: string;
  readonly modelsDir: string;
  readonly imagesDir: string;
  /** Enrolment token, for the first start. */
  readonly token?: string;
  readonly logger: Logger;
}

export interface LocalAgent {
  readonly stop: () => Promise<void>;
}

/** Any other one when another agent has it. */
const usualPort = 8090;
const firstPauseMs = 1000;
const longestPauseMs = 30_000;

/** Puts the starter model where the agent looks for models, unless a model is there. */
export const placeStarterModel = async (modelPath: string, modelsDir: string): Promise<void> => {
  const present = (await readdir(modelsDir)).some((name) => name.endsWith('.onnx'));
  if (!present) await copyFile(modelPath, join(modelsDir, basename(modelPath)));
};

/** Keeps an agent running as a child of this process: started again with growing pauses when it ends by itself. */
export const startLocalAgent = (options: LocalAgentOptions): LocalAgent => {
  const stopping = new AbortController();
  const running = supervise(options, stopping.signal);
  return {
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
};

const supervise = async (options: LocalAgentOptions, signal: AbortSignal): Promise<void> => {
  for (let pause = firstPauseMs; !signal.aborted; pause = Math.min(pause * 2, longestPauseMs)) {
    const started = Date.now();
    const code = await runOnce(options, signal);
    if (signal.aborted) return;
    if (Date.now() - started > longestPauseMs) pause = firstPauseMs;
    options.logger.warn({ code }, `the agent on this machine ended; it starts again in ${pause / 1000} s`);
    await delay(pause, undefined, { signal }).catch(() => undefined);
  }
};

const runOnce = async (options: LocalAgentOptions, signal: AbortSignal): Promise<number | null> => {
  const { entry, url, dataDir, modelsDir, imagesDir, token } = options;
  const port = (await isFree(usualPort)) ? usualPort : 0;
  const places = ['--data', dataDir, '--models', modelsDir, '--images', imagesDir];
  const args = [entry, '--url', url, '--port', String(port), ...places];
  const child = spawn(process.execPath, args, {
    // A process group of its own: Ctrl-C is for us, and we stop the agent in good order.
    detached: true,
    // The channel ends when we are killed; the agent then stops too instead of living on unseen.
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: token === undefined ? undefined : { ...readEnvironment(), TUTTI_TOKEN: token },
  });
  forward(child, options.logger);
  const stop = (): void => void child.kill('SIGTERM');
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await new Promise<number | null>((resolve) => {
      child.once('error', () => resolve(null));
      child.once('exit', (code) => resolve(code));
    });
  } finally {
    signal.removeEventListener('abort', stop);
  }
};

/** The agent logs for itself, line by line; here they become debug lines of ours. */
const forward = (child: ChildProcess, logger: Logger): void => {
  for (const stream of [child.stdout, child.stderr]) {
    let rest = '';
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) logger.debug({ agent: line }, 'agent');
    });
  }
};
