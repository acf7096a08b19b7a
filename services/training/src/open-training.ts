import type { NatsConnection } from '@nats-io/transport-node';
import type { BlobStore } from '@tutti/blob-store';
import { Aggregates, type EventLog, type SnapshotStore } from '@tutti/event-store';
import { systemClock, type Clock } from '@tutti/kernel';
import { Leader, SteadyClock, type LedWork, type Logger } from '@tutti/runtime';
import {
  BlobSweep,
  tracedWork,
  Vault,
  type ManagedRunner,
  type TokenRealm,
  type VaultKeys,
} from '@tutti/service-kit';
import type { Registry } from 'prom-client';
import type { DataSource } from 'typeorm';
import { modelReferences } from './model/model-references';
import { openModelProcesses, openReadyMadeModels } from './model/open-models';
import { blobNamespace } from './model/model-files';
import { openDoors, type Doors } from './open-doors';
import { openProjections, type Projections } from './open-projections';
import { runReferences } from './run/run-references';
import { builtInSolutions, ensureSolutions } from './solution/built-in';
import { openTrainingDatabase } from './storage/open-training-database';
import { Retention } from './storage/retention';
import { openTriggers } from './trigger/open-triggers';

/** What the service stands on. Connection, log, snapshots and blobs stay the caller's. */
export interface TrainingOptions {
  /** As the NATS user `training`. */
  readonly connection: NatsConnection;
  readonly log: EventLog;
  readonly snapshots: SnapshotStore;
  /** `sqlite:<path>` */
  readonly databaseUrl: string;
  readonly blobs: BlobStore;
  /** After which a training that has not ended fails. */
  readonly runMinutes: number;
  /** The bundled program that looks at models. */
  readonly modelInspector: string;
  /** Private key that signs models, PEM. */
  readonly signingKeyFile: string;
  /** Folder of the models that come with this installation. */
  readonly readyMadeModels?: string | undefined;
  readonly vaultKeys: VaultKeys;
  /** Whose tickets trainers bear. */
  readonly realm: TokenRealm;
  readonly replicaId: string;
  readonly logger: Logger;
  readonly registry: Registry;
  readonly clock?: Clock;
}

/** The options with everything that is usual filled in, and what all parts share. */
export interface Foundation extends TrainingOptions {
  readonly clock: Clock;
  readonly database: DataSource;
  readonly aggregates: Aggregates;
  readonly vault: Vault;
  readonly projections: Projections;
}

/** A projection, a process, a consumer of telemetry. */
type Runner = ManagedRunner & { start(): void; stop(): Promise<void> };

const lay = async (options: TrainingOptions): Promise<Foundation> => {
  const { clock = systemClock, log, replicaId, logger } = options;
  const vault = await Vault.open(options.connection, options.vaultKeys);
  const aggregates = new Aggregates(log, options.snapshots, { clock });
  const database = await openTrainingDatabase(options.databaseUrl);
  const { around } = tracedWork(options.registry);
  const projections = openProjections({ log, database, replicaId, clock, logger, around });
  return { ...options, clock, vault, aggregates, database, projections };
};

/** Processes of this service. */
const openProcesses = (base: Foundation, doors: Doors) => ({
  run: doors.runProcess,
  ...openModelProcesses(base),
  ...openTriggers(base, doors),
});

const openSweep = (base: Foundation, { evaluationPictures }: Doors): BlobSweep =>
  new BlobSweep({
    ...base,
    namespace: blobNamespace,
    subjects: ['evt.training.>'],
    readers: [base.projections.runs, base.projections.models],
    references: [runReferences(base.database), modelReferences(base.database, evaluationPictures)],
  });

const openParts = async (options: TrainingOptions) => {
  const base = await lay(options);
  const doors = await openDoors(base);
  const sweep = openSweep(base, doors);
  const retention = new Retention({ ...base, steady: new SteadyClock(base.clock) });
  /** What one replica does for all. */
  const led: readonly LedWork[] = [sweep, openReadyMadeModels(base, doors), retention];
  const leaders = led.map((work) => new Leader(work, base));
  return { base, sweep, retention, leaders, processes: openProcesses(base, doors), doors };
};

export type TrainingParts = Awaited<ReturnType<typeof openParts>>;

/** The service without its doors. */
export class Training {
  private constructor(readonly parts: TrainingParts) {}

  /** Opens database and buckets and begins to project and to react. */
  static async open(options: TrainingOptions): Promise<Training> {
    const training = new Training(await openParts(options));
    await ensureSolutions(training.parts.base.aggregates);
    await training.parts.doors.queue.serve(Object.values(builtInSolutions).map(({ trainer }) => trainer));
    for (const runner of training.runners) runner.start();
    for (const leader of training.parts.leaders) leader.start();
    return training;
  }

  /** For `observeRunners`. */
  get runners(): readonly Runner[] {
    const { base, processes } = this.parts;
    return [...Object.values<Runner>(base.projections), ...Object.values<Runner>(processes)];
  }

  async close(): Promise<void> {
    const { base, leaders } = this.parts;
    await Promise.all(leaders.map((leader) => leader.stop()));
    await Promise.all(this.runners.map((runner) => runner.stop()));
    await base.aggregates.settled();
    await base.database.destroy();
  }
}
