import { parentPort, workerData } from 'node:worker_threads';
import { HttpRefusal } from '../protocol/http-refusal';
import { JobClient } from '../protocol/job-client';
import { TicketHttp, trustAuthority } from '../protocol/ticket-http';
import {
  type TrainedModel,
  type Trainer,
  type TrainingProgress,
  TrainingRefused,
} from '../task/training-task';
import { DiskCache } from './disk-cache';
import { dataOf } from './job-data';
import type { ThreadMessage, ThreadTask } from './messages';

/** Thrown through a trainer that is to stop: nobody needs to hear of it. */
class Stopped extends Error {
  override readonly name = 'Stopped';
}

const say = (message: ThreadMessage): void => parentPort?.postMessage(message);

const isStopped = (stop: Int32Array): boolean => Atomics.load(stop, 0) !== 0;

/** A refusal says what people can do; whatever else was thrown is a fault of the trainer's, and no crash: the thread is well. */
const failureOf = (error: unknown): Extract<ThreadMessage, { kind: 'refused' }> => {
  if (error instanceof TrainingRefused || error instanceof HttpRefusal)
    return { kind: 'refused', code: error.code, message: error.message };
  const stack = error instanceof Error ? error.stack : undefined;
  return { kind: 'refused', code: 'training.failed', message: String(error), stack };
};

/** Runs the job that this thread was started with. Whoever started it hears how it ended. */
export const trainInThread = async (trainers: Readonly<Record<string, Trainer>>): Promise<void> => {
  const task = workerData as ThreadTask;
  const cache = new DiskCache(task.cache);
  try {
    say({ kind: 'trained', model: await train(task, trainers[task.job.trainer], cache) });
  } catch (error) {
    if (error instanceof Stopped) return;
    say(failureOf(error));
  } finally {
    cache.close();
  }
};

const train = async (
  { job, url, caFile, stop, threads }: ThreadTask,
  trainer: Trainer | undefined,
  cache: DiskCache,
): Promise<TrainedModel> => {
  if (!trainer) throw new Error(`There is no trainer ${job.trainer} here.`);
  trustAuthority(caFile);
  const { ticket, expiresAt, runId, name, parameters, seed } = job;
  const ending = new AbortController();
  const http = new TicketHttp({ url, ticket, expiresAt: new Date(expiresAt), signal: ending.signal });
  const client = new JobClient(http, runId);
  const report = (progress: TrainingProgress): void => {
    say({ kind: 'progress', progress });
    if (isStopped(stop)) throw new Stopped();
  };
  try {
    return await trainer.train({
      name,
      parameters,
      seed,
      data: await dataOf(job, { trainer, client, report }),
      current: job.current && (await client.currentModel()),
      cache,
      threads,
      report,
    });
  } finally {
    ending.abort();
  }
};
