import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { environment } from '../config';

export interface Program {
  /** As the narrator calls it. */
  readonly name: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly logFile: string;
  /** Started again when somebody kills it, as the init system of a device does. */
  readonly isKept?: boolean;
  readonly onLine?: (line: string) => void;
}

export interface ProcessesEvents {
  /** One of them has ended by itself, and the story cannot go on. */
  ended(reason: string): void;
  /** One of them was killed, and runs again. */
  startedAgain(reason: string): void;
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

  constructor(private readonly on: ProcessesEvents) {}

  start(program: Program): void {
    const running = this.spawn(program, (code, signal) => {
      const what = `${program.name} has ended by itself (${code ?? signal})`;
      if (this.stopping) return;
      if (program.isKept !== true || signal === null)
        return this.on.ended(`${what}; its last words are in ${program.logFile}.`);
      this.on.startedAgain(`${what}, and is started again.`);
      this.running.splice(this.running.indexOf(running), 1);
      this.start(program);
    });
    this.running.push(running);
  }

  private spawn(
    { name, args, env = {}, logFile, onLine }: Program,
    ended: (code: number | null, signal: NodeJS.Signals | null) => void,
  ): Running {
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
      child.once('error', (error) => {
        if (!this.stopping) this.on.ended(`${name} could not be started (${error.message}).`);
        resolve();
      });
      child.once('exit', (code, signal) => {
        ended(code, signal);
        resolve();
      });
    });
    return { child, exited };
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
