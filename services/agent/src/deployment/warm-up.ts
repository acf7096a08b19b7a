import { ModelError, type Model, checkGolden } from '@tutti/vision';
import type { DeployedModel } from '@tutti/contracts/deployment';
import { reasonOf } from '../common/reason-of';
import { DeploymentFailure } from './deployment-failure';

export interface WarmUp {
  /** Median of a few runs. */
  readonly latencyMs: number;
  /** It brought golden answers, and gave them here. */
  readonly golden: boolean;
}

const runs = 5;
const tasks = { classification: 'image-classification', detection: 'object-detection' } as const;

export interface WarmUpOptions {
  readonly budgetMs: number | undefined;
  readonly signal: AbortSignal;
  /** Milliseconds: after a picture that took longer there is no other. */
  readonly longestMs?: number;
}

const longestWithoutBudgetMs = 60_000;

/**
 * Tries a loaded model out before it judges. A run holds the whole process: the signal is heeded between two. Throws a
 * `DeploymentFailure`, and the signal's reason when that aborts.
 */
export async function warmUp(
  model: Model,
  wished: Pick<DeployedModel, 'task'>,
  { budgetMs, signal, longestMs = Math.max(longestWithoutBudgetMs, 2 * (budgetMs ?? 0)) }: WarmUpOptions,
): Promise<WarmUp> {
  const task = tasks[model.info.task];
  if (task !== wished.task)
    throw new DeploymentFailure('task.wrong', `The model is for ${task}, not for ${wished.task}.`);
  const golden = await checkGolden(model, signal).catch((error: unknown) => {
    signal.throwIfAborted();
    throw new DeploymentFailure('golden.wrong', reasonOf(error), { cause: error });
  });
  const latencyMs = await medianLatency(model, longestMs, signal);
  if (budgetMs !== undefined && latencyMs > budgetMs) throw tooSlow(latencyMs, budgetMs);
  return { latencyMs, golden };
}

const tooSlow = (latencyMs: number, allowedMs: number): DeploymentFailure =>
  new DeploymentFailure(
    'latency.exceeded',
    `A picture takes ${latencyMs.toFixed(1)} ms here; ${allowedMs} ms are allowed.`,
  );

/** On a grey picture of the input's own size. */
async function medianLatency(model: Model, longestMs: number, signal: AbortSignal): Promise<number> {
  const { width, height } = model.info.input;
  const picture = { width, height, data: new Uint8Array(width * height * 3).fill(128) };
  const times: number[] = [];
  for (let run = 0; run < runs; run++) {
    signal.throwIfAborted();
    const started = performance.now();
    await model.predict(picture).catch((error: unknown) => {
      throw new DeploymentFailure('model.unloadable', reasonOf(error), { cause: error });
    });
    const tookMs = performance.now() - started;
    if (tookMs > longestMs) throw tooSlow(tookMs, longestMs);
    times.push(tookMs);
  }
  const median = times.sort((a, b) => a - b)[Math.floor(runs / 2)] ?? 0;
  return Math.round(median * 100) / 100;
}

/** What keeps a model from being loaded, in the words of a report. */
export const unloadable = (error: unknown): DeploymentFailure =>
  new DeploymentFailure('model.unloadable', reasonOf(error), {
    cause: error instanceof ModelError ? error : error,
  });
