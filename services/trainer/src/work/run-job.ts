import { randomUUID } from 'node:crypto';
import type { JobFailure, trainingErrors, TrainingJob } from '@tutti/contracts/training';
import type { Logger } from 'pino';
import { HttpRefusal } from '../protocol/http-refusal';
import { JobClient } from '../protocol/job-client';
import { Reporter } from '../protocol/reporter';
import { TicketHttp } from '../protocol/ticket-http';
import { sendResult } from './send-result';
import { StepTimes } from './step-times';
import { runThread, type ThreadOptions, type ThreadOutcome } from './thread';

/** What becomes of the job in the queue: it is over, somebody is to ask for it soon, much later, or at once. */
export type JobEnd = 'over' | 'taken' | 'refused' | 'given-back';

export interface Workshop {
  /** Of the API. */
  readonly url: string;
  readonly caFile: string | undefined;
  readonly workerName: string;
  /** Steps of each trainer, by name. */
  readonly steps: Readonly<Record<string, readonly string[]>>;
  readonly thread: Pick<ThreadOptions, 'entry' | 'memoryMegabytes' | 'graceMs'>;
  readonly cache: { readonly file: string; readonly maxBytes: number };
  readonly threads: number;
  readonly logger: Logger;
}

type Code = keyof typeof trainingErrors;

/** Refusals that say that the run does not need this trainer any more. */
const superseded: ReadonlyMap<string, JobEnd> = new Map<Code, JobEnd>([
  ['run.ended', 'over'],
  ['run.not-claimed', 'taken'],
]);
/** Whatever is told with this ticket is refused. */
const unheard: ReadonlySet<string> = new Set<Code>(['run.not-found', 'job.ticket-invalid']);

const isTheLast = ({ code }: HttpRefusal): boolean => superseded.has(code) || unheard.has(code);

const longestMessage = 512;
/** Whoever stops a program does not wait for long. */
const releaseMs = 2_000;

/** One job from its claim to its result. `signal`: this program ends; the job is somebody else's then. */
export const runJob = async (shop: Workshop, job: TrainingJob, signal: AbortSignal): Promise<JobEnd> => {
  const stopping = new AbortController();
  const ending = AbortSignal.any([signal, stopping.signal]);
  const { ticket, expiresAt, runId } = job;
  const http = new TicketHttp({ url: shop.url, ticket, expiresAt: new Date(expiresAt), signal: ending });
  const attempt = new Attempt(shop, job, new JobClient(http, runId), stopping);
  try {
    return await attempt.run(ending);
  } catch (error) {
    if (ending.aborted) return 'given-back';
    return endAfter(error, shop, job);
  } finally {
    stopping.abort();
    if (signal.aborted) await attempt.release();
  }
};

/** A job that is refused stays in the queue: this trainer may have been set up wrong, and the run has its own deadline. */
const endAfter = (error: unknown, { logger }: Workshop, { runId, expiresAt }: TrainingJob): JobEnd => {
  const end = error instanceof HttpRefusal ? superseded.get(error.code) : undefined;
  if (end !== undefined) {
    logger.warn({ runId, err: error }, 'The job is not ours any more');
    return end;
  }
  logger.error({ runId, err: error }, 'The job could not be worked on');
  if (Date.now() > Date.parse(expiresAt)) return 'over';
  return error instanceof HttpRefusal ? 'refused' : 'taken';
};

class Attempt {
  readonly #claimId = randomUUID();
  readonly #steps: readonly string[];
  readonly #times: StepTimes;
  /** Ends the training, not what is said of it. */
  readonly #halting = new AbortController();
  #refusal: HttpRefusal | undefined;
  #peakMemoryBytes = 0;

  constructor(
    private readonly shop: Workshop,
    private readonly job: TrainingJob,
    private readonly client: JobClient,
    private readonly stopping: AbortController,
  ) {
    this.#steps = shop.steps[job.trainer] ?? ['train'];
    this.#times = new StepTimes(this.#steps[0] ?? 'train');
  }

  async run(ending: AbortSignal): Promise<JobEnd> {
    const { shop, job, client } = this;
    const { runId } = job;
    const claimed = { claimId: this.#claimId, worker: shop.workerName, steps: [...this.#steps] };
    const { verdict, attempt } = await client.claim(claimed);
    if (verdict !== 'go') return verdict;
    shop.logger.info({ runId, attempt, trainer: job.trainer }, 'Training');
    const reporter = this.#reporter();
    const outcome = await this.#train(reporter, AbortSignal.any([ending, this.#halting.signal]));
    const { kind, ...why } = outcome.kind === 'trained' ? { kind: outcome.kind } : outcome;
    shop.logger.info({ runId, outcome: kind, ...why }, 'The training has ended');
    if (outcome.kind !== 'stopped') return this.#tell(outcome, reporter);
    if (!this.#refusal || ending.aborted) return 'given-back';
    const { code, message } = this.#refusal;
    return this.#tell({ kind: 'refused', code, message: `A report was refused. ${message}` }, reporter);
  }

  /** This program ends: where the platform hears it, the next trainer need not wait until this one counts as dead. */
  async release(): Promise<void> {
    const { url, logger } = this.shop;
    const { ticket, expiresAt, runId } = this.job;
    const signal = AbortSignal.timeout(releaseMs);
    const http = new TicketHttp({ url, ticket, expiresAt: new Date(expiresAt), signal });
    await new JobClient(http, runId)
      .release({ claimId: this.#claimId })
      .catch((err: unknown) => logger.warn({ runId, err }, 'The job could not be given back'));
  }

  #reporter(): Reporter {
    return new Reporter({
      claimId: this.#claimId,
      step: this.#times.step,
      send: (report) => this.client.report(report),
      onStop: (reason) => this.#stop(reason),
      onRefused: (refusal) => {
        if (isTheLast(refusal)) return this.#stop(refusal.message);
        this.#refusal = refusal;
        this.#halting.abort();
      },
    });
  }

  #stop(reason: string): void {
    if (this.stopping.signal.aborted) return;
    this.shop.logger.info({ runId: this.job.runId, reason }, 'Told to stop');
    this.stopping.abort();
  }

  #train(reporter: Reporter, signal: AbortSignal): Promise<ThreadOutcome> {
    const { url, caFile, cache, threads, thread } = this.shop;
    return runThread({
      ...thread,
      task: { job: this.job, url, caFile, cache, threads },
      onProgress: (progress) => {
        this.#times.enter(progress.step);
        this.#times.skip(progress.skipped ?? []);
        this.#peakMemoryBytes = Math.max(this.#peakMemoryBytes, process.memoryUsage.rss());
        reporter.tell(progress);
      },
      signal,
    });
  }

  /** Reports go on while files are sent: whoever is silent counts as dead. */
  async #tell(outcome: Exclude<ThreadOutcome, { kind: 'stopped' }>, reporter: Reporter): Promise<JobEnd> {
    const { step } = this.#times;
    try {
      if (outcome.kind === 'trained') {
        const times = { seconds: this.#times.seconds(), peakMemoryBytes: this.#peakMemoryBytes };
        await sendResult(this.client, outcome.model, { claimId: this.#claimId, ...times }, () =>
          reporter.finish(),
        );
      } else await this.#fail(outcome, step, reporter);
    } catch (error) {
      if (!(error instanceof HttpRefusal) || isTheLast(error)) throw error;
      await this.#fail(error, step, reporter);
    }
    return 'over';
  }

  async #fail(
    { code, message }: Pick<JobFailure, 'code' | 'message'>,
    step: string,
    reporter: Reporter,
  ): Promise<void> {
    await reporter.finish();
    const short = message.toWellFormed().slice(0, longestMessage) || code;
    await this.client.failure({ claimId: this.#claimId, step, code, message: short });
  }
}
