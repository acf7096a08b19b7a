import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { environment } from '../config';

export interface Program {
  /** As the narrator calls it. */
  readonly name: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly logFile: string;
  readonly onLine?: (line: string) => void;
}

/** Longer than any of them takes to end in good order. */
const patienceMs = 30_000;

interface Running {
  readonly child: ChildProcess;
  readonly exited: Promise<void>;
}

/** Programs that were started, and that end when we do: in good order, or, when we are killed, by themselves. */
export class Processes {
  private readonly running: Running[] = [];
  private stopping = false;

  /** `onEnd`: one of them has ended by itself. */
  constructor(private readonly onEnd: (reason: string) => void) {}

  start({ name, args, env = {}, logFile, onLine }: Program): void {
    // A process group of its own: Ctrl-C is for us. The channel tells the program that we are gone.
    const child = spawn(process.execPath, args, {
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: { ...environment(), ...env },
    });
    const log = createWriteStream(logFile, { flags: 'a' });
    for (const stream of [child.stdout, child.stderr]) {
      let rest = '';
      stream?.setEncoding('utf8').on('data', (chunk: string) => {
        log.write(chunk);
        const lines = (rest + chunk).split('\n');
        rest = lines.pop() ?? '';
        for (const line of lines) onLine?.(line);
      });
    }
    const exited = new Promise<void>((resolve) => {
      const ended = (what: string): void => {
        if (!this.stopping) this.onEnd(`${name} ${what}; its last words are in ${logFile}.`);
        resolve();
      };
      child.once('error', (error) => ended(`could not be started (${error.message})`));
      child.once('exit', (code, signal) => ended(`has ended by itself (${code ?? signal})`));
    });
    this.running.push({ child, exited });
  }

  /** The last started first. */
  async stop(): Promise<void> {
    this.stopping = true;
    for (const { child, exited } of this.running.splice(0).reverse()) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      child.kill('SIGTERM');
      const killer = setTimeout(() => child.kill('SIGKILL'), patienceMs);
      await exited;
      clearTimeout(killer);
    }
  }
}
