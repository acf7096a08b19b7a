import { open, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { keepRunning, type Kept } from '../keep-running';

export interface ProcessSpec {
  readonly name: string;
  /** The bundled program. */
  readonly entry: string;
  readonly env: NodeJS.ProcessEnv;
}

export interface ProcessesOptions {
  readonly logsDir: string;
  /** Where it stands who runs, for people and for tests: `{"devices-1": 4711}`. */
  readonly listFile: string;
  readonly logger: Logger;
}

/** A replica that ends is to come back at once: tests kill them, and so do crashes. */
const firstPauseMs = 250;

/** Node programs that are kept running, each with a log file of its own. */
export class Processes {
  readonly #kept = new Map<string, Kept>();
  readonly #pids = new Map<string, number>();
  #writing: Promise<void> = Promise.resolve();

  constructor(private readonly options: ProcessesOptions) {}

  async start({ name, entry, env }: ProcessSpec): Promise<void> {
    const log = await open(join(this.options.logsDir, `${name}.log`), 'a', 0o600);
    const kept = keepRunning({
      name,
      program: () => ({ args: [entry], env }),
      output: log.fd,
      logger: this.options.logger,
      firstPauseMs,
      onStart: (pid) => this.note(name, pid),
    });
    const stop = async (): Promise<void> => {
      await kept.stop();
      await log.close();
    };
    this.#kept.set(name, { stop });
  }

  /** Also of a process that somebody else keeps. */
  note(name: string, pid: number): void {
    this.#pids.set(name, pid);
    const { listFile } = this.options;
    this.#writing = this.#writing.then(async () => {
      await writeFile(`${listFile}.new`, JSON.stringify(Object.fromEntries(this.#pids), null, 2));
      await rename(`${listFile}.new`, listFile);
    });
  }

  /** Whoever was started last ends first; the replicas of a service end together. */
  async stop(names: (name: string) => boolean): Promise<void> {
    const chosen = [...this.#kept].filter(([name]) => names(name));
    for (const [name] of chosen) this.#kept.delete(name);
    await Promise.all(chosen.map(([, kept]) => kept.stop()));
    await this.#writing;
  }
}
