import type { NatsConnection } from '@nats-io/transport-node';
import type { BlobStore } from '@tutti/blob-store';
import { Aggregates, type EventLog, type SnapshotStore } from '@tutti/event-store';
import { systemClock, type Clock } from '@tutti/kernel';
import { Leader, SteadyClock, type LedWork, type Logger } from '@tutti/runtime';
import { tracedWork, type ManagedRunner, type TokenRealm, type VaultKeys } from '@tutti/service-kit';
import type { Registry } from 'prom-client';
import type { DataSource } from 'typeorm';
import { DeploymentRetention } from './device-deployment/deployment-retention';
import { openDeploymentProcesses } from './device-deployment/open-deployments';
import { openFacts } from './fleet/open-facts';
import { openDoors, type Doors } from './open-doors';
import { openProjections, type Projections } from './open-projections';
import { openRolloutProcess, openRolloutWork } from './rollout/open-rollouts';
import { openDeploymentDatabase } from './storage/open-deployment-database';
import { openAutomaticRollouts } from './template/open-templates';

/** What the service stands on. Connection, log, snapshots and blobs stay the caller's. */
export interface DeploymentOptions {
  /** As the NATS user `deployment`. */
  readonly connection: NatsConnection;
  readonly log: EventLog;
  readonly snapshots: SnapshotStore;
  /** `sqlite:<path>` */
  readonly databaseUrl: string;
  readonly blobs: BlobStore;
  readonly vaultKeys: VaultKeys;
  /** Whose tickets the training service gives models for. */
  readonly realm: TokenRealm;
  readonly replicaId: string;
  readonly logger: Logger;
  readonly registry: Registry;
  readonly clock?: Clock;
  /** How long devices have to come back, after a start and after an outage, before their silence counts. 5 minutes when absent. */
  readonly reconnectMs?: number;
}

/** The options with everything that is usual filled in, and what all parts share. */
export interface Foundation extends DeploymentOptions {
  readonly clock: Clock;
  readonly reconnectMs: number;
  readonly database: DataSource;
  readonly aggregates: Aggregates;
  readonly projections: Projections;
}

/** A projection, a process, a consumer of telemetry. */
type Runner = ManagedRunner & { start(): void; stop(): Promise<void> };

const usualReconnectMs = 5 * 60_000;

const lay = async (options: DeploymentOptions): Promise<Foundation> => {
  const { clock = systemClock, reconnectMs = usualReconnectMs, log, replicaId, logger } = options;
  const aggregates = new Aggregates(log, options.snapshots, { clock });
  const database = await openDeploymentDatabase(options.databaseUrl);
  const { around } = tracedWork(options.registry);
  const projections = openProjections({ log, database, replicaId, clock, logger, around });
  return { ...options, clock, reconnectMs, aggregates, database, projections };
};

/** Processes of this service. */
const openProcesses = async (base: Foundation, doors: Doors) => ({
  ...(await openDeploymentProcesses(base)),
  ...openFacts(base),
  automaticRollout: openAutomaticRollouts(base, doors.plans),
  rollout: openRolloutProcess(base, doors),
});

/** What one replica does for all. */
const openLedWork = (base: Foundation, doors: Doors): readonly LedWork[] => [
  new DeploymentRetention({ ...base, steady: new SteadyClock(base.clock) }),
  ...openRolloutWork(base, doors),
];

const openParts = async (options: DeploymentOptions) => {
  const base = await lay(options);
  const doors = openDoors(base);
  const leaders = openLedWork(base, doors).map((work) => new Leader(work, base));
  return { base, leaders, processes: await openProcesses(base, doors), doors };
};

export type DeploymentParts = Awaited<ReturnType<typeof openParts>>;

/** The service without its doors. */
export class Deployment {
  private constructor(readonly parts: DeploymentParts) {}

  /** Opens database and buckets and begins to project and to react. */
  static async open(options: DeploymentOptions): Promise<Deployment> {
    const deployment = new Deployment(await openParts(options));
    for (const runner of deployment.runners) runner.start();
    for (const leader of deployment.parts.leaders) leader.start();
    return deployment;
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
