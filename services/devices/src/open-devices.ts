import { readFile } from 'node:fs/promises';
import { jetstream } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import type { BlobStore } from '@tutti/blob-store';
import { Aggregates, type EventLog, type SnapshotStore } from '@tutti/event-store';
import { systemClock, type Clock } from '@tutti/kernel';
import { edgeAccountJwt, pushAccountJwt, readAccountJwt, type NatsSetup } from '@tutti/nats-server';
import { Leader, SteadyClock, type Logger } from '@tutti/runtime';
import {
  loopbackEntrance,
  tracedWork,
  Vault,
  type ManagedRunner,
  type PublicEntrance,
  type VaultKeys,
} from '@tutti/service-kit';
import type { Registry } from 'prom-client';
import type { DataSource } from 'typeorm';
import { usualSettings } from './config';
import { ConnectivityJudge } from './connectivity/connectivity-judge';
import { FleetReporter } from './connectivity/fleet-reporter';
import { SavedFilters } from './device-group/saved-filters';
import { DeviceView } from './device/device.view';
import { issueLocalToken } from './enrolment-token/local-token';
import { openDeviceCommands, type DeviceCommandParts } from './device-command/open-device-commands';
import { registerDevicesMetrics } from './devices-metrics';
import { FleetWatch } from './fleet-watch';
import { inferenceRollup } from './inference/inference.rollup';
import { openDoors } from './open-doors';
import { openProjections, type Projections } from './open-projections';
import { RetentionSweeper } from './retention/retention-sweeper';
import { RevocationAuthority } from './revocation/revocation-authority';
import { revocationList } from './revocation/revocation-list';
import { revocationProjection } from './revocation/revocation.projection';
import { fillRollup } from './rollup/fill-rollup';
import type { DevicesSettings } from './settings';
import { openDevicesDatabase } from './storage/open-devices-database';
import { FleetMembers } from './telemetry/fleet-members';
import { Reports } from './telemetry/reports';
import { TelemetryCounts } from './telemetry/telemetry-counts';
import { TelemetryIntake } from './telemetry/telemetry-intake';
import { WarningReporter } from './warning/warning-reporter';
import { vitalsRollup } from './vitals/vitals.rollup';

/** What the service stands on. Connections, log, snapshots and blobs stay the caller's. */
export interface DevicesOptions {
  /** As the NATS user `devices`. */
  readonly connection: NatsConnection;
  /** As the NATS user `revoker`. */
  readonly revoker: NatsConnection;
  /** Keys of account EDGE, and the signing key for its claims. */
  readonly nats: Pick<NatsSetup, 'edge' | 'operatorSigningSeedFile' | 'modelSigner'>;
  /** Where devices reach NATS. */
  readonly natsUrls: readonly string[];
  /** Nobody reaches it from elsewhere when absent. */
  readonly entrance?: PublicEntrance;
  readonly log: EventLog;
  readonly snapshots: SnapshotStore;
  /** `sqlite:<path>` */
  readonly databaseUrl: string;
  readonly blobs: BlobStore;
  readonly vaultKeys: VaultKeys;
  /** Part of every device id. */
  readonly workspace: string;
  readonly replicaId: string;
  readonly logger: Logger;
  readonly registry: Registry;
  readonly clock?: Clock;
  readonly settings?: DevicesSettings;
}

/** The options with everything that is usual filled in, and what all parts share. */
export interface Foundation extends DevicesOptions {
  readonly clock: Clock;
  readonly settings: DevicesSettings;
  readonly entrance: PublicEntrance;
  readonly database: DataSource;
  readonly aggregates: Aggregates;
  readonly vault: Vault;
  readonly projections: Projections;
  readonly view: DeviceView;
}

const lay = async (options: DevicesOptions): Promise<Foundation> => {
  const { clock = systemClock, settings = usualSettings, entrance = loopbackEntrance } = options;
  const { log, replicaId, logger } = options;
  const vault = await Vault.open(options.connection, options.vaultKeys);
  const aggregates = new Aggregates(log, options.snapshots, { clock });
  const database = await openDevicesDatabase(options.databaseUrl);
  const { around } = tracedWork(options.registry);
  const projections = openProjections({ log, database, replicaId, clock, logger, around });
  const view = new DeviceView(database, projections.devices, new SavedFilters(database, projections.groups));
  return { ...options, clock, settings, entrance, vault, aggregates, database, projections, view };
};

const openAuthority = async (base: Foundation): Promise<RevocationAuthority> => {
  const { nats, revoker, log, database, projections, clock, logger } = base;
  const operatorSigningSeed = await readFile(nats.operatorSigningSeedFile, 'utf8');
  let pushed = '';
  return new RevocationAuthority({
    list: (now) => revocationList(database, now),
    settled: async () =>
      projections.revocations.waitFor(await log.lastPosition(revocationProjection.subjects)),
    epoch: () => log.epoch,
    push: async (revocations) => {
      const jwt = await edgeAccountJwt({ edge: nats.edge, operatorSigningSeed, revocations });
      await pushAccountJwt(revoker, jwt);
      pushed = jwt;
    },
    stands: async () => (await readAccountJwt(revoker, nats.edge)) === pushed,
    clock,
    logger,
  });
};

const openWork = async (base: Foundation, { reports }: DeviceCommandParts) => {
  const { connection, database, aggregates, settings, registry, logger, blobs, clock, replicaId } = base;
  const { inferenceDays, failureDays, vitalsDays } = settings.retention;
  const members = new FleetMembers(database, aggregates);
  const js = jetstream(connection, { checkAPI: false });
  const intake = new TelemetryIntake({
    js,
    database,
    members,
    reports: new Reports(database, reports),
    counts: new TelemetryCounts(registry),
    keptDays: { inference: inferenceDays, failure: failureDays, vitals: vitalsDays },
    logger,
    around: tracedWork(registry).aroundTelemetry,
  });
  const watch = new FleetWatch({
    authority: await openAuthority(base),
    judge: new ConnectivityJudge(database, settings.connectivity),
    reporter: new FleetReporter(database, aggregates, settings.reports),
    warnings: new WarningReporter(database, aggregates, settings.warnings),
    sweeper: new RetentionSweeper({
      ...{ database, blobs, logger },
      clock: new SteadyClock(clock),
      rules: settings.retention,
    }),
    fillRollups: async (signal) => {
      await fillRollup(database, inferenceRollup, signal);
      await fillRollup(database, vitalsRollup, signal);
    },
    watermark: () => intake.watermark(),
    logger,
  });
  return { intake, leader: new Leader(watch, { database, replicaId, clock, logger }) };
};

const openParts = async (options: DevicesOptions) => {
  const base = await lay(options);
  const deviceCommands = await openDeviceCommands(base);
  const { intake, leader } = await openWork(base, deviceCommands);
  registerDevicesMetrics(base.registry, { view: base.view, telemetry: () => intake.status() });
  const processes = { twin: deviceCommands.runner, settings: deviceCommands.settingsRunner };
  return { base, intake, leader, processes, doors: await openDoors(base, deviceCommands) };
};

export type DevicesParts = Awaited<ReturnType<typeof openParts>>;

/** The service without its doors. */
export class Devices {
  private constructor(readonly parts: DevicesParts) {}

  /** Opens database and buckets and begins to project, to take in telemetry and to watch the fleet. */
  static async open(options: DevicesOptions): Promise<Devices> {
    const devices = new Devices(await openParts(options));
    const { base, intake, leader, processes } = devices.parts;
    for (const runner of Object.values(base.projections)) runner.start();
    for (const runner of Object.values(processes)) runner.start();
    intake.start();
    leader.start();
    return devices;
  }

  /** For `observeRunners`: read models, processes, and the intake of telemetry. */
  get runners(): readonly ManagedRunner[] {
    const { base, intake, processes } = this.parts;
    const consumers = intake.status().map(({ name }) => ({ status: () => intake.statusOf(name) }));
    return [...Object.values(base.projections), ...Object.values(processes), ...consumers];
  }

  /** A token that lets one device in without asking: for the agent on this machine. */
  tokenForLocalAgent(): Promise<string> {
    return issueLocalToken(this.parts.doors.tokens);
  }

  async close(): Promise<void> {
    const { base, intake, leader, processes } = this.parts;
    await leader.stop();
    await intake.stop();
    await Promise.all(Object.values(processes).map((runner) => runner.stop()));
    await Promise.all(Object.values(base.projections).map((runner) => runner.stop()));
    await base.aggregates.settled();
    await base.database.destroy();
  }
}
