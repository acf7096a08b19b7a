import { jetstreamManager, jetstream, type JetStreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { jobSubject, type TrainingJob } from '@tutti/contracts/training';
import type { Clock } from '@tutti/kernel';
import { ensureTrainerConsumer, logNames } from '@tutti/nats-server';
import { mintTicket, ticketKeysOf, type TokenRealm, type VaultKeys } from '@tutti/service-kit';
import { queueDays } from '../run/run.process';
import type { KnownRun } from '../run/run.state';

export interface JobQueueOptions {
  /** As the NATS user `training`. */
  readonly connection: NatsConnection;
  readonly realm: TokenRealm;
  readonly vaultKeys: VaultKeys;
  readonly clock: Clock;
}

const minuteMs = 60_000;

/** Jobs that wait for trainers. */
export class JobQueue {
  private constructor(
    private readonly options: JobQueueOptions,
    private readonly manager: JetStreamManager,
  ) {}

  static async open(options: JobQueueOptions): Promise<JobQueue> {
    return new JobQueue(options, await jetstreamManager(options.connection, { checkAPI: false }));
  }

  /** Makes what trainers of these kinds take their jobs from. */
  async serve(trainers: readonly string[]): Promise<void> {
    for (const trainer of new Set(trainers)) await ensureTrainerConsumer(this.manager, trainer);
  }

  /** Puts a run's job into the queue. A second one does no harm: it is told that the run is taken, or over. */
  async put(runId: string, run: KnownRun): Promise<void> {
    const { trainer } = run.request;
    await ensureTrainerConsumer(this.manager, trainer);
    const job = await this.#job(runId, run);
    await jetstream(this.options.connection, { checkAPI: false }).publish(
      jobSubject(trainer, runId),
      JSON.stringify(job),
      { msgID: runId },
    );
  }

  /** Takes a run's job out, wherever it is. */
  async remove(runId: string, trainer: string): Promise<void> {
    await this.manager.streams.purge(logNames.trainingJobs, { filter: jobSubject(trainer, runId) });
  }

  async #job(runId: string, { request, data }: KnownRun): Promise<TrainingJob> {
    const { streamId, task, trainer, name, parameters, randomSeed: seed, source, current = null } = request;
    const references = (data ?? []).map(({ datasetId, version, manifest }) => ({
      datasetId,
      version,
      manifest,
    }));
    const { ticket, expiresAt } = await this.#ticket(runId, request, references);
    return {
      format: 'tutti-job/1',
      ...{ runId, streamId, task, trainer, name, parameters, seed, ticket, expiresAt, current },
      source: source.kind === 'sample' ? source : { kind: 'datasets', data: references },
    };
  }

  /** Good for as long as the job may lie in the queue and the run may take. */
  async #ticket(runId: string, request: KnownRun['request'], data: readonly TicketData[]) {
    const { clock, realm, vaultKeys } = this.options;
    const issuedAt = clock.now();
    const expiresAt = new Date(issuedAt.getTime() + (queueDays * 1440 + request.maxMinutes) * minuteMs);
    const content = {
      runId,
      data: data.map(({ datasetId, version }) => ({ datasetId, version })),
      currentModel: request.current?.artifact.digest ?? null,
      issuedAt,
      expiresAt,
    };
    const ticket = await mintTicket(content, realm, ticketKeysOf(vaultKeys).job);
    return { ticket, expiresAt: expiresAt.toISOString() };
  }
}

interface TicketData {
  readonly datasetId: string;
  readonly version: number;
}
