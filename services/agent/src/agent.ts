import { type AgentState, stateOf, summary } from './agent-state';
import { background } from './common/background';
import { pause, repeat } from './common/pause';
import { LogTail } from './commands/log-tail';
import type { AgentConfig } from './config';
import { type Deployments, openDeployments, takeOver } from './deployment/deployments';
import { openDoors } from './doors';
import { ModelManager } from './engine/model-manager';
import { type DataFolder, openDataFolder } from './identity/data-folder';
import { loadDeviceKey } from './identity/device-key';
import type { IdentityDelays } from './identity/identity';
import { ServerClock } from './identity/server-clock';
import { deviceSerial } from './identity/serial';
import type { Journal } from './journal/journal';
import { openJournal } from './journal/open-journal';
import { type Logger, createLog } from './log';
import { Metrics } from './metrics';
import { FolderPipeline } from './pipeline/folder-pipeline';
import { Recorder } from './pipeline/recorder';
import { type Platform, joinPlatform } from './platform';
import { type Faults, RuntimeStatusReader } from './runtime-status';
import { Sampler } from './sampler/sampler';
import { ToldSettings } from './sampler/told-settings';
import { FolderSource } from './sources/folder-source';
import { agentVersion } from './version';
import { VitalsReader } from './vitals/vitals';

export interface StartOptions {
  readonly log?: Logger;
  /** What `log` said lately, for whoever asks; nothing when absent. */
  readonly tail?: LogTail;
  readonly identityDelays?: IdentityDelays;
  /** How often progress is told in the log. */
  readonly summaryEveryMs?: number;
}

export interface RunningAgent {
  /** Of its HTTP API. */
  readonly url: string;
  /** `host:port` of its gRPC API; undefined when that is off. */
  readonly grpcAddress: string | undefined;
  /** Resolves when somebody wants the agent to end and be started again. */
  readonly restartAsked: Promise<void>;
  state(): AgentState;
  /** Finishes what is under way, sends what it can, closes. No result is lost. May be called twice. */
  stop(): Promise<void>;
}

interface Parts {
  readonly config: AgentConfig;
  readonly folder: DataFolder;
  readonly journal: Journal;
  readonly models: ModelManager;
  readonly deployments: Deployments;
  readonly metrics: Metrics;
  readonly recorder: Recorder;
  readonly status: RuntimeStatusReader;
  readonly platform: Platform | undefined;
  readonly clock: ServerClock;
  readonly sampler: Sampler | undefined;
  readonly restartAsked: Promise<void>;
  readonly log: Logger;
}

const flushForMs = 2000;

/** Starts an agent in this process. Throws when its data folder or its port belongs to somebody else. */
export async function startAgent(config: AgentConfig, options: StartOptions = {}): Promise<RunningAgent> {
  const log = options.log ?? createLog(config.logLevel, false);
  const folder = await openDataFolder(config.data);
  try {
    return await launch(await assemble(config, folder, log, options), options);
  } catch (error) {
    folder.release();
    throw error;
  }
}

async function assemble(
  config: AgentConfig,
  folder: DataFolder,
  log: Logger,
  { identityDelays: delays, tail = new LogTail() }: StartOptions,
): Promise<Parts> {
  const key = await loadDeviceKey(folder.path);
  const serial = await deviceSerial(folder.path, config.serial);
  const faults: Faults = {};
  const metrics = new Metrics();
  const models = new ModelManager({
    folder: config.models,
    checkEveryMs: config.checkModelInterval * 1000,
    threads: config.threads,
    wanted: config.loadModels,
    limits: { models: config.maxModels, bytes: config.maxModelMegabytes * 1024 * 1024 },
    log,
  });
  const journal = await openJournal(folder.path, config, faults, log);
  const recorder = new Recorder({ journal, metrics, sendResults: config.sendResults, faults });
  const clock = new ServerClock();
  const now = (): number => clock.now();
  const deployments = await openDeployments(folder.path, log);
  const sure = (): boolean => clock.isSet;
  const settings = await ToldSettings.open(folder.path, config);
  const sampler = await Sampler.open({ folder: folder.path, config, settings, metrics, now, sure, log });
  const inferencingForMs = Math.max(10_000, 2000 * config.inferenceInterval);
  const status = new RuntimeStatusReader({
    models,
    journal,
    recorder,
    deploying: () => deployments.store.isInstalling,
    frames: () => sampler?.stats(),
    faults,
    agentVersion,
    inferencingForMs,
  });
  const vitals = new VitalsReader(folder.path);
  const { promise: restartAsked, resolve } = Promise.withResolvers<void>();
  const restart = config.supervised ? resolve : undefined;
  const shared = { config, journal, metrics, models, deployments, status, sampler, settings, log };
  const own = { folder: folder.path, serial, key, vitals, clock };
  const platform = await joinPlatform({ ...shared, ...own, tail, restart, delays });
  return { ...shared, folder, recorder, platform, clock, restartAsked };
}

async function launch(parts: Parts, { summaryEveryMs = 60_000 }: StartOptions): Promise<RunningAgent> {
  const { models, platform, deployments, clock, log } = parts;
  const [taking, sending] = [new AbortController(), new AbortController()];
  watch(parts);
  const doors = await openDoors(parts).catch(async (error: unknown) => {
    await parts.journal.close();
    throw error;
  });
  const { url, grpcAddress } = doors;
  const grpc = grpcAddress === undefined ? '' : `, for gRPC on ${grpcAddress}`;
  log.info({ url, data: parts.folder.path }, `Agent ${agentVersion} listens on ${url}${grpc}`);
  if (platform === undefined) log.warn('No --url: the agent works alone and keeps its results');
  const pipeline = folderPipeline(parts);
  await takeOver(deployments, models, clock.now());
  const inward = Promise.all([
    background('model manager', (signal) => models.run(signal), taking.signal, log),
    background('folder source', (signal) => pipeline.run(signal), taking.signal, log),
  ]);
  const outward = Promise.all([
    platform?.run(sending.signal),
    repeat(summaryEveryMs, sending.signal, summary(parts)),
    parts.sampler?.tidyNowAndThen(sending.signal),
  ]);
  const stop = async (): Promise<void> => {
    taking.abort();
    await doors.close();
    await inward;
    await parts.sampler?.settled();
    await flush(parts);
    sending.abort();
    await outward;
    await (platform?.deployer.close() ?? deployments.store.release());
    await platform?.reports.close();
    await parts.journal.close();
    await models.close();
    parts.folder.release();
    log.info('Stopped');
  };
  let stopping: Promise<void> | undefined;
  const { restartAsked } = parts;
  return { url, grpcAddress, restartAsked, state: () => stateOf(parts), stop: () => (stopping ??= stop()) };
}

function watch({ models, deployments, metrics, journal, platform, sampler }: Parts): void {
  const now = platform?.now ?? Date.now;
  metrics.watch({
    pending: () => journal.stats().entries,
    oldestAgeSeconds: () => Math.max(0, now() - (journal.stats().oldestAt ?? now())) / 1000,
    dropped: () => journal.stats().dropped,
    connected: () => platform?.uplink.connected === true,
    modelLoaded: () => models.current !== undefined,
    modelsLoaded: () => models.loaded.length,
    framesWaiting: () => sampler?.stats().waiting ?? 0,
    frameBytesWaiting: () => sampler?.stats().bytes ?? 0,
    deploying: () => deployments.store.state.open !== null,
  });
}

function folderPipeline({
  config,
  models,
  recorder,
  metrics,
  platform,
  sampler,
  log,
}: Parts): FolderPipeline {
  const { images: folder, imagesOnce: once, inferenceInterval, rate } = config;
  const source = new FolderSource({ folder, intervalMs: inferenceInterval * 1000, rate, once, log });
  const onResult = (file: string, label: string, score: number): void =>
    log.debug({ file, label, score }, `${file}: ${label} ${score.toFixed(2)}`);
  const now = platform?.now ?? Date.now;
  return new FolderPipeline({
    source,
    models,
    recorder,
    previews: platform?.previews,
    sampler,
    observer: platform?.deployer,
    metrics,
    now,
    onResult,
  });
}

/** Gives the last results a moment to reach the platform; the journal has them in any case. */
async function flush({ journal, platform }: Parts): Promise<void> {
  const patience = AbortSignal.timeout(flushForMs);
  const waiting = (): number => journal.stats().entries + (platform?.reports.waiting ?? 0);
  while (platform?.uplink.connected === true && waiting() > 0 && !patience.aborted) await pause(20, patience);
}
