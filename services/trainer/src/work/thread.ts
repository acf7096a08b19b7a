import { setTimeout as delay } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { TrainedModel, TrainingProgress } from '../task/training-task';
import type { ThreadMessage, ThreadTask } from './messages';

export type ThreadOutcome =
  | { readonly kind: 'trained'; readonly model: TrainedModel }
  | Extract<ThreadMessage, { kind: 'refused' }>
  | { readonly kind: 'crashed'; readonly code: string; readonly message: string }
  | { readonly kind: 'stopped' };

export interface ThreadOptions {
  /** The bundled program of the thread. */
  readonly entry: URL;
  readonly task: Omit<ThreadTask, 'stop'>;
  readonly memoryMegabytes: number;
  readonly onProgress: (progress: TrainingProgress) => void;
  /** It stops at its next report, or is ended after a while. */
  readonly signal: AbortSignal;
  readonly graceMs?: number;
}

/**
 * At its limit V8 grants a thread 16 MiB more, to end in order; a collection that moves a larger young generation (64 MiB
 * when nothing is said) into the old one goes beyond that, and ends the whole process.
 */
const youngMegabytes = 8;

const crash = (error: unknown): ThreadOutcome => {
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return { kind: 'crashed', code: 'trainer.crashed', message };
};

const watch = (worker: Worker, { onProgress, signal }: ThreadOptions): Promise<ThreadOutcome> =>
  new Promise((resolve) => {
    worker.on('message', (message: ThreadMessage) => {
      if (message.kind !== 'progress') resolve(message.kind === 'refused' ? { ...message } : message);
      else if (!signal.aborted) onProgress(message.progress);
    });
    worker.once('error', (error) => resolve(crash(error)));
    worker.once('messageerror', (error) => resolve(crash(error)));
    worker.once('exit', (code) =>
      resolve(signal.aborted ? { kind: 'stopped' } : crash(`The thread ended with ${code}.`)),
    );
  });

/**
 * Runs one training in a thread of its own: computing holds nothing up, and what it runs into (too little memory) is its
 * own end and not ours. Nothing of it is left when this answers.
 */
export const runThread = async (options: ThreadOptions): Promise<ThreadOutcome> => {
  const { entry, task, memoryMegabytes, signal, graceMs = 5_000 } = options;
  const stop = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const worker = new Worker(entry, {
    workerData: { ...task, stop } satisfies ThreadTask,
    resourceLimits: { maxOldGenerationSizeMb: memoryMegabytes, maxYoungGenerationSizeMb: youngMegabytes },
  });
  const ended = new AbortController();
  const onStop = (): void => {
    Atomics.store(stop, 0, 1);
    void delay(graceMs, undefined, { signal: ended.signal }).then(
      () => worker.terminate(),
      () => undefined,
    );
  };
  signal.addEventListener('abort', onStop, { once: true });
  if (signal.aborted) onStop();
  try {
    const outcome = await watch(worker, options);
    return signal.aborted ? { kind: 'stopped' } : outcome;
  } finally {
    ended.abort();
    signal.removeEventListener('abort', onStop);
    await worker.terminate();
  }
};
