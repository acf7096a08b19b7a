import type { NatsConnection } from '@nats-io/transport-node';
import type { BlobStore } from '@tutti/blob-store';
import { Aggregates, type EventLog, type SnapshotStore } from '@tutti/event-store';
import { systemClock, type Clock } from '@tutti/kernel';
import { Leader, type LedWork, type Logger } from '@tutti/runtime';
import {
  tracedWork,
  Vault,
  type ManagedRunner,
  type PublicEntrance,
  type VaultKeys,
} from '@tutti/service-kit';
import type { Registry } from 'prom-client';
import type { DataSource } from 'typeorm';
import { openDailySummaries, openSummaryWork } from './daily-summary/open-daily-summaries';
import { rowsReader, type RowsReader } from './daily-summary/summary-rows';
import type { ChannelSettings } from './channel/channel-settings';
import { openChannels } from './channel/open-channels';
import { LiveLog } from './event/live-log';
import { Notifications } from './notification/open-notifications';
import { openNotifier } from './notification/tell/open-notifier';
import type { TellRules } from './notification/tell/tell-rules';
import { openProjections, type Projections } from './open-projections';
import { openSummaryDatabase } from './storage/open-summary-database';
import { openTallyConsumers } from './tally/open-tally';
import { workspaceReferences } from './workspace/workspace-references';
import { openWorkspaces } from './workspace/open-workspaces';

/** What the service stands on. Connection, log, snapshots and blobs stay the caller's. */
export interface SummaryOptions {
  /** As the NATS user `summary`. */
  readonly connection: NatsConnection;
  readonly log: EventLog;
  readonly snapshots: SnapshotStore;
  /** `sqlite:<path>` */
  readonly databaseUrl: string;
  readonly blobs: BlobStore;
  readonly vaultKeys: VaultKeys;
  readonly workspace: string;
  readonly replicaId: string;
  readonly logger: Logger;
  readonly registry: Registry;
  /** For which an edge is offline before people are told of it. */
  readonly offlineMinutes: number;
  /** For which notifications are shown. */
  readonly notificationDays: number;
  /** How much is told, and how fast. */
  readonly tellRules?: TellRules;
  readonly clock?: Clock;
  /** Where the console is, for links in messages. */
  readonly entrance?: PublicEntrance;
  /** How long it is known what days were made of: 60 when absent. */
  readonly tallyDays?: number;
  readonly channels?: ChannelSettings;
}

/** The options with everything that is usual filled in, and what all parts share. */
export interface Foundation extends SummaryOptions {
  readonly tallyDays: number;
  readonly clock: Clock;
  readonly database: DataSource;
  readonly aggregates: Aggregates;
  readonly projections: Projections;
  readonly vault: Vault;
  /** Rows of days, our own and those of others. */
  readonly rowsOf: RowsReader;
}

/** A projection, a process, a consumer of telemetry. */
type Runner = ManagedRunner & { start(): void; stop(): Promise<void> };

const lay = async (options: SummaryOptions): Promise<Foundation> => {
  const { clock = systemClock, log, replicaId, logger } = options;
  const aggregates = new Aggregates(log, options.snapshots, { clock });
  const database = await openSummaryDatabase(options.databaseUrl);
  const { around } = tracedWork(options.registry);
  const projections = openProjections({ log, database, replicaId, clock, logger, around });
  const vault = await Vault.open(options.connection, options.vaultKeys);
  const { tallyDays = 60, blobs } = options;
  const parts = { aggregates, database, projections, vault, rowsOf: rowsReader(blobs) };
  return { ...options, clock, tallyDays, ...parts };
};

const openParts = async (options: SummaryOptions) => {
  const base = await lay(options);
  const notifications = new Notifications(base);
  const { notifier, watch } = openNotifier(base);
  const channels = await openChannels(base);
  const workspaces = openWorkspaces(base);
  const summaries = openDailySummaries(base);
  const consumers = openTallyConsumers(base);
  const work = openSummaryWork({
    base,
    doors: summaries,
    heard: consumers.resultTally.heard,
    references: [workspaceReferences(base.database)],
  });
  /** What one replica does for all. */
  const led: readonly LedWork[] = [notifier, work.schedule, work.retention, work.sweep];
  const processes: Readonly<Record<string, Runner>> = {
    ...watch,
    ...consumers,
    ...channels.processes,
  };
  const leaders = led.map((one) => new Leader(one, base));
  const doors = { channels: channels.doors, notifications, workspaces, summaries };
  return { base, ...doors, work, leaders, processes };
};

type Parts = Awaited<ReturnType<typeof openParts>>;

/** The service without its doors. */
export class Summary {
  private constructor(
    readonly parts: Parts,
    readonly live: LiveLog,
  ) {}

  /** Begins to follow the log, to project and to react. */
  static async open(options: SummaryOptions): Promise<Summary> {
    const live = await LiveLog.start(options.log, (err) => {
      options.logger.error({ err }, 'The log is not the one that it was: all event streams begin again');
    });
    const summary = new Summary(await openParts(options), live);
    for (const runner of summary.runners) runner.start();
    for (const leader of summary.parts.leaders) leader.start();
    return summary;
  }

  get log(): EventLog {
    return this.parts.base.log;
  }

  /** For `observeRunners`. */
  get runners(): readonly Runner[] {
    const { base, processes } = this.parts;
    return [...Object.values<Runner>(base.projections), ...Object.values<Runner>(processes)];
  }

  async close(): Promise<void> {
    const { base, leaders } = this.parts;
    await this.live.stop();
    await Promise.all(leaders.map((leader) => leader.stop()));
    await Promise.all(this.runners.map((runner) => runner.stop()));
    await base.aggregates.settled();
    await base.database.destroy();
  }
}
