import type { JsMsg } from '@nats-io/jetstream';
import { trainingJob, type TrainingJob } from '@tutti/contracts/training';
import type { JobQueue } from '../protocol/job-queue';
import { runJob, type JobEnd, type Workshop } from './run-job';

/** A third of the time after which the queue gives a job to somebody else. */
const workingEveryMs = 10_000;
/** Whoever has it may be dead and not known to be. */
const takenPauseMs = 5_000;
/** A job that this release cannot read is for a newer trainer; one whose ticket does not hold here may elsewhere. */
const unfitPauseMs = 60_000;

/** Takes jobs, one at a time, until it is told to stop. */
export class TrainerLoop {
  readonly #stopping = new AbortController();
  #running: Promise<void> = Promise.resolve();

  constructor(
    private readonly queue: JobQueue,
    private readonly shop: Workshop,
  ) {}

  start(): void {
    this.#running = this.#run();
  }

  /** The job that is worked on goes to another trainer at once. Resolves when nothing is left of it here. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
    for (let message = await this.queue.next(signal); message; message = await this.queue.next(signal))
      await this.#work(message, signal);
  }

  async #work(message: JsMsg, signal: AbortSignal): Promise<void> {
    const job = readJob(message);
    if (!job) {
      this.shop.logger.warn({ subject: message.subject }, 'A job that this release cannot read');
      return message.nak(unfitPauseMs);
    }
    const working = setInterval(() => message.working(), workingEveryMs);
    try {
      await settle(message, await runJob(this.shop, job, signal));
    } finally {
      clearInterval(working);
    }
  }
}

const readJob = (message: JsMsg): TrainingJob | undefined => {
  try {
    return trainingJob.safeParse(message.json()).data;
  } catch {
    return undefined;
  }
};

const pauses = { taken: takenPauseMs, refused: unfitPauseMs, 'given-back': undefined };

const settle = async (message: JsMsg, end: JobEnd): Promise<void> => {
  // One that cannot be acknowledged comes again, and its claim says that it is over.
  if (end === 'over') await message.ackAck().catch(() => undefined);
  else message.nak(pauses[end]);
};
