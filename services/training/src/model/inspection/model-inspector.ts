import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import type { BlobStore } from '@tutti/blob-store';
import { blobNamespace } from '../model-files';
import { modelGone, refused } from '../model-refusal.decider';
import { inspectionAnswer, type ModelFacts } from './model-facts';

export interface InspectorOptions {
  readonly blobs: Pick<BlobStore, 'open'>;
  /** The bundled `inspection/main`. */
  readonly program: string;
  readonly limits?: InspectionLimits;
}

export interface InspectionLimits {
  readonly milliseconds: number;
  /** That the process may write to; where the system knows no such limit, nothing bounds it. */
  readonly megabytes: number;
}

const usual: InspectionLimits = { milliseconds: 60_000, megabytes: 4096 };

/** A file that makes a process of its own die, or take longer or more than it may, is no model that can be taken. */
const died = (signal: NodeJS.Signals | null, { milliseconds, megabytes }: InspectionLimits): Error => {
  const seconds = milliseconds / 1000;
  const why =
    signal === 'SIGKILL'
      ? `It does not load within ${seconds} seconds.`
      : `It does not load with ${megabytes} MB of memory.`;
  return refused('model.invalid', why);
};

/** POSIX: whoever is started so cannot write to more memory. Where the system has no such limit, it is started without. */
const limited = 'ulimit -d "$0" 2>/dev/null; exec "$@"';

const start = (program: string, { megabytes }: InspectionLimits): ChildProcess =>
  spawn('/bin/sh', ['-c', limited, String(megabytes * 1024), process.execPath, program], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: {},
  });

/**
 * The program may end before it has read everything, which its answer tells; a file that the store could not read to its
 * end is none to be judged. Throws what the store throws.
 */
const feed = async (file: Readable, stdin: Writable): Promise<void> => {
  let lost: unknown;
  const read = async function* (): AsyncGenerator<unknown, void> {
    try {
      yield* file;
    } catch (error) {
      lost = error;
      throw error;
    }
  };
  await pipeline(read, stdin).catch((error: unknown) => {
    if (error === lost) throw error;
  });
};

/** Loads models in a process of its own, one after the other: what a hostile file breaks is that process. */
export class ModelInspector {
  #last: Promise<unknown> = Promise.resolve();
  readonly #underWay = new Map<string, Promise<ModelFacts>>();

  constructor(private readonly options: InspectorOptions) {}

  /** Whoever asks for what is being looked at gets that answer. Throws `model.invalid` with the reason, and `model.artifact-gone`. */
  inspect(sha256: string): Promise<ModelFacts> {
    const underWay = this.#underWay.get(sha256);
    if (underWay) return underWay;
    const inspection = this.#last.then(() => this.#inspect(sha256));
    this.#underWay.set(sha256, inspection);
    this.#last = inspection.catch(() => undefined).finally(() => this.#underWay.delete(sha256));
    return inspection;
  }

  async #inspect(sha256: string): Promise<ModelFacts> {
    const { blobs, program, limits = usual } = this.options;
    const blob = await blobs.open(blobNamespace, sha256);
    if (!blob) throw modelGone();
    const child = start(program, limits);
    const timer = setTimeout(() => child.kill('SIGKILL'), limits.milliseconds);
    try {
      const { stdin, stdout, stderr } = child;
      if (!stdin || !stdout || !stderr) throw new Error('The program has no pipes.');
      const exit = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
      const [line, complaint, [code, signal]] = await Promise.all([
        text(stdout),
        text(stderr),
        exit,
        feed(blob.stream, stdin),
      ]);
      if (signal !== null) throw died(signal, limits);
      if (code !== 0) throw new Error(`A model could not be looked at: ${complaint.slice(-2000)}`);
      const answer = inspectionAnswer.parse(JSON.parse(line));
      if ('facts' in answer) return answer.facts;
      throw refused('model.invalid', answer.refused);
    } finally {
      clearTimeout(timer);
      child.kill('SIGKILL');
    }
  }
}
