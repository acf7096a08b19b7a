import { jetstream } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import type { BlobStore } from '@tutti/blob-store';
import { Aggregates, type EventLog, type SnapshotStore } from '@tutti/event-store';
import { systemClock, type Clock } from '@tutti/kernel';
import { jetStreamDeadLetters, Leader, ProcessRunner, SteadyClock, type Logger } from '@tutti/runtime';
import { BlobSweep, tracedWork, Vault, type ManagedRunner, type VaultKeys } from '@tutti/service-kit';
import type { Registry } from 'prom-client';
import type { DataSource } from 'typeorm';
import { usualSettings, type DatasetsSettings } from './config';
import { DatasetView } from './dataset/dataset.view';
import { frameReferences } from './frame/frame-references';
import { FrameRetention } from './frame/frame-retention';
import { importReferences } from './import/import-references';
import { blobNamespace } from './item/picture-intake';
import { pictureReferences } from './item/picture-references';
import { markItems } from './label-schema/mark-items';
import { relabelProcess } from './label-schema/relabel.process';
import { openDoors, type Doors } from './open-doors';
import { openProjections, type Projections } from './open-projections';
import { manifestReferences } from './version/dataset-version.view';
import { provideVersion } from './version/provide-version';
import { provideVersionsProcess } from './version/provide-versions.process';
import { openDatasetsDatabase } from './storage/open-datasets-database';

/** What the service stands on. Connection, log, snapshots and blobs stay the caller's. */
export interface DatasetsOptions {
  /** As the NATS user `datasets`. */
  readonly connection: NatsConnection;
  readonly log: EventLog;
  readonly snapshots: SnapshotStore;
  /** `sqlite:<path>` */
  readonly databaseUrl: string;
  readonly blobs: BlobStore;
  /** That one uploaded archive may have. */
  readonly uploadBytes: number;
  /** After which an import of pictures sent one by one is finished by itself. */
  readonly importIdleMs: number;
  readonly vaultKeys: VaultKeys;
  readonly replicaId: string;
  readonly logger: Logger;
  readonly registry: Registry;
  readonly clock?: Clock;
  /** The usual ones where nothing else is said. */
  readonly settings?: DatasetsSettings;
}

/** The options with everything that is usual filled in, and what all parts share. */
export interface Foundation extends DatasetsOptions {
  readonly clock: Clock;
  readonly settings: DatasetsSettings;
  readonly database: DataSource;
  readonly aggregates: Aggregates;
  readonly vault: Vault;
  readonly projections: Projections;
  readonly datasetView: DatasetView;
}

/** A hundred thousand items are marked, or frozen, in a few minutes; marking that is cut off goes on where it was. */
const longWorkMs = 15 * 60_000;

const lay = async (options: DatasetsOptions): Promise<Foundation> => {
  const { clock = systemClock, settings = usualSettings, log, replicaId, logger } = options;
  const vault = await Vault.open(options.connection, options.vaultKeys);
  const aggregates = new Aggregates(log, options.snapshots, { clock });
  const database = await openDatasetsDatabase(options.databaseUrl);
  const { around } = tracedWork(options.registry);
  const projections = openProjections({ log, database, replicaId, clock, logger, around });
  const datasetView = new DatasetView(database, projections);
  return { ...options, clock, settings, vault, aggregates, database, projections, datasetView };
};

const processOptions = (base: Foundation) => {
  const { log, database, replicaId, clock, logger, connection, registry } = base;
  return {
    ...{ log, database, replicaId, clock, logger },
    service: 'datasets',
    deadLetters: jetStreamDeadLetters(jetstream(connection, { checkAPI: false })),
    effectTimeoutMs: longWorkMs,
    ...tracedWork(registry),
  };
};

const openRelabel = (base: Foundation) =>
  new ProcessRunner({
    ...processOptions(base),
    process: relabelProcess,
    handlers: { MarkItems: markItems({ ...base, datasets: base.datasetView }) },
  });

const openProvideVersions = (base: Foundation, doors: Doors) =>
  new ProcessRunner({
    ...processOptions(base),
    process: provideVersionsProcess,
    // What cannot be provided is an answer, too; whatever else goes wrong passes.
    handlers: { ProvideVersion: { neverPark: true, handle: provideVersion({ ...base, ...doors }) } },
  });

const openSweep = (base: Foundation) => {
  const { projections, database } = base;
  const readers = [projections.datasets, projections.items, projections.versions];
  return new BlobSweep({
    ...base,
    namespace: blobNamespace,
    subjects: ['evt.datasets.>'],
    readers,
    references: [
      pictureReferences(database),
      manifestReferences(database),
      importReferences(database),
      frameReferences(database),
    ],
  });
};

const openFrameRetention = ({ database, clock, logger, settings }: Foundation) => {
  const { frameDays: days, frameCaps: caps } = settings;
  return new FrameRetention({ database, clock, steady: new SteadyClock(clock), logger, days, caps });
};

const openParts = async (options: DatasetsOptions) => {
  const base = await lay(options);
  const sweep = openSweep(base);
  const frameRetention = openFrameRetention(base);
  const doors = openDoors(base);
  const leaders = [sweep, doors.importRunner, frameRetention].map((work) => new Leader(work, base));
  const processes = [openRelabel(base), openProvideVersions(base, doors)];
  return { base, sweep, frameRetention, leaders, processes, doors };
};

export type DatasetsParts = Awaited<ReturnType<typeof openParts>>;

/** The service without its doors. */
export class Datasets {
  private constructor(readonly parts: DatasetsParts) {}

  /** Opens database and buckets and begins to project and to react. */
  static async open(options: DatasetsOptions): Promise<Datasets> {
    const datasets = new Datasets(await openParts(options));
    for (const runner of datasets.#work) runner.start();
    for (const leader of datasets.parts.leaders) leader.start();
    return datasets;
  }

  /** For `observeRunners`. */
  get runners(): readonly ManagedRunner[] {
    return this.#work;
  }

  async close(): Promise<void> {
    const { base, leaders, processes } = this.parts;
    await Promise.all(leaders.map((leader) => leader.stop()));
    await Promise.all(processes.map((runner) => runner.stop()));
    await Promise.all(Object.values(base.projections).map((runner) => runner.stop()));
    await base.aggregates.settled();
    await base.database.destroy();
  }

  get #work() {
    return [...Object.values(this.parts.base.projections), ...this.parts.processes];
  }
}
