import type { KeyPair } from '@nats-io/nkeys';
import { isLoopback } from '@tutti/contracts/common';
import { enrolmentTokenParts } from '@tutti/contracts/devices';
import { mostModelBytes } from '@tutti/vision';
import { background } from './common/background';
import { Commands } from './commands/commands';
import type { LogTail } from './commands/log-tail';
import { Reports } from './commands/reports';
import { type AgentConfig, ConfigError } from './config';
import { Artifacts } from './deployment/artifacts';
import { Deployer } from './deployment/deployer';
import type { Deployments } from './deployment/deployments';
import { FrameUploader } from './frames/frame-uploader';
import { TuttiApi } from './identity/api';
import { EnrolmentClient } from './identity/enrolment-client';
import { readEnrolment } from './identity/enrolment-store';
import { Identity, type IdentityDelays } from './identity/identity';
import type { ServerClock } from './identity/server-clock';
import type { Journal } from './journal/journal';
import type { ModelManager } from './engine/model-manager';
import type { Logger } from './log';
import type { Metrics } from './metrics';
import type { RuntimeStatusReader } from './runtime-status';
import type { Sampler } from './sampler/sampler';
import { SettingsReport } from './sampler/settings-report';
import type { ToldSettings } from './sampler/told-settings';
import { ServerTrust } from './trust/server-trust';
import { Beats } from './uplink/beats';
import { Previews } from './uplink/previews';
import { Uplink } from './uplink/uplink';
import { agentVersion } from './version';
import { describeHardware, describeSystem } from './vitals/hardware';
import type { VitalsReader } from './vitals/vitals';

export interface PlatformParts {
  readonly config: AgentConfig;
  readonly folder: string;
  readonly serial: string;
  readonly key: KeyPair;
  /** The platform's, as far as it is known. */
  readonly clock: ServerClock;
  readonly journal: Journal;
  readonly metrics: Metrics;
  readonly status: RuntimeStatusReader;
  readonly vitals: VitalsReader;
  readonly settings: ToldSettings;
  /** Undefined where no picture may leave the device. */
  readonly sampler: Sampler | undefined;
  readonly log: Logger;
  readonly models: ModelManager;
  /** What is known of them since before. */
  readonly deployments: Deployments;
  /** What was logged lately. */
  readonly tail: LogTail;
  /** Ends this process, which is started again; undefined where nobody would. */
  readonly restart: (() => void) | undefined;
  readonly delays?: IdentityDelays | undefined;
}

/** The agent's side of the platform: who it is there, its connection, its previews. */
export interface Platform {
  readonly identity: Identity;
  readonly uplink: Uplink;
  readonly previews: Previews | undefined;
  readonly reports: Reports;
  readonly deployer: Deployer;
  /** The platform's time, as far as it is known. */
  readonly now: () => number;
  run(signal: AbortSignal): Promise<void>;
}

/** Undefined when the agent was never told of a platform: then it works alone. */
export async function joinPlatform(parts: PlatformParts): Promise<Platform | undefined> {
  const { config, folder, key, journal, metrics, status, vitals, log } = parts;
  const stored = await readEnrolment(folder);
  const url = config.url ?? stored?.url;
  if (url === undefined) return undefined;
  const plain = plainTextAllowed(url, parts);
  const trust = await ServerTrust.open({ folder, url, ...trustOf(config) });
  const api = new TuttiApi(url, key, parts.clock, trust);
  const identity = await createIdentity(parts, { url, api, trust }, stored);
  const now = (): number => api.clock.now();
  const beats = new Beats({ heartbeat: () => status.heartbeat(), vitals: () => vitals.read(), now });
  const reports = await Reports.open(folder, now, log);
  const deployer = createDeployer(parts, { api, identity, reports });
  const commands = await openCommands(parts, { api, identity, reports }, deployer);
  const { settings } = parts;
  const report = new SettingsReport(() => reports.ofSettings(settings.position, settings.sampling));
  settings.onChange = () => {
    report.changed();
  };
  const { traceRatio } = config;
  const server = { host: new URL(url).hostname, trust, plain };
  const shared = { identity, key, journal, beats, metrics, server, log };
  const uplink = new Uplink({ ...shared, guest: commands, traceRatio });
  const deviceId = (): string | undefined => (uplink.connected ? identity.deviceId : undefined);
  const perDay = config.previewsPerDay;
  const wanted = config.sendResults && perDay > 0;
  const previews = wanted ? new Previews({ api, deviceId, perDay, metrics }) : undefined;
  const frames = openFrames(parts, api, identity);
  const run = async (signal: AbortSignal): Promise<void> => {
    await Promise.all([
      background('enrolment', (until) => identity.run(until), signal, log),
      background('uplink', (until) => uplink.run(until), signal, log),
      background('commands', (until) => commands.run(until), signal, log),
      background('deployer', (until) => deployer.run(until), signal, log),
      background('reports of deployments', (until) => deployer.report(until), signal, log),
      background('report of settings', (until) => report.run(until), signal, log),
      previews && background('previews', (until) => previews.run(until), signal, log),
      frames && background('frame uploader', (until) => frames.run(until), signal, log),
    ]);
  };
  return { identity, uplink, previews, reports, deployer, now, run };
}

function openFrames(
  { folder, sampler, log }: PlatformParts,
  api: TuttiApi,
  identity: Identity,
): FrameUploader | undefined {
  const deviceId = async (signal: AbortSignal): Promise<string> => (await identity.usable(signal)).deviceId;
  if (sampler === undefined) return undefined;
  const { spool } = sampler;
  const onOutcome = (outcome: 'sent' | 'refused'): void => sampler.sent(outcome);
  return new FrameUploader({ folder, api, deviceId, spool, onOutcome, log });
}

interface Connected {
  readonly api: TuttiApi;
  readonly identity: Identity;
  readonly reports: Reports;
}

function createDeployer(
  { config, deployments, models, metrics, log }: PlatformParts,
  { api, identity, reports }: Connected,
): Deployer {
  return new Deployer({
    ...deployments,
    models,
    artifacts: new Artifacts({ api, identity, log }),
    send: (id, report, at) => reports.ofDeployment(id, report, at),
    sendProgress: (id, report) => reports.progressOfDeployment(id, report),
    mostBytes: Math.min(config.maxModelMegabytes * 1024 * 1024, mostModelBytes),
    now: () => api.clock.now(),
    metrics,
    log,
  });
}

function openCommands(
  { config, folder, models, tail, restart, status, settings, log }: PlatformParts,
  { api, identity, reports }: Connected,
  deployer: Deployer,
): Promise<Commands> {
  const secrets = [config.token, config.agentToken].filter((secret) => secret !== undefined);
  return Commands.open({
    api,
    deviceId: () => identity.deviceId,
    models,
    tail,
    secrets,
    restart,
    folder,
    reports,
    now: () => api.clock.now(),
    startedAt: status.startedAt,
    onSettings: (found) => settings.take(found),
    onModels: (found) => deployer.offer(found),
    log,
  });
}

async function createIdentity(
  { config, folder, serial, key, log, delays }: PlatformParts,
  { url, api, trust }: { readonly url: string; readonly api: TuttiApi; readonly trust: ServerTrust },
  stored: Awaited<ReturnType<typeof readEnrolment>>,
): Promise<Identity> {
  const publicKey = key.getPublicKey();
  const [hardware, os] = await Promise.all([describeHardware(), describeSystem()]);
  const introduction = {
    serial,
    hardware,
    os,
    agentVersion,
    ...(config.token === undefined ? {} : { token: config.token }),
    ...(config.note === undefined ? {} : { note: config.note }),
  };
  const client = new EnrolmentClient(api, key);
  const options = { folder, url, publicKey, client, clock: api.clock, introduction, trust, log };
  return new Identity({ ...options, ...(delays === undefined ? {} : { delays }) }, stored);
}

function trustOf({ caFile, caFingerprint, token }: AgentConfig) {
  const inToken = token === undefined ? undefined : enrolmentTokenParts(token)?.fingerprint;
  return { caFile, fingerprint: caFingerprint ?? inToken };
}

/** Nothing is sent in plain text beyond this machine by mistake. Whether NATS may be plain, too. */
function plainTextAllowed(url: string, { config, log }: PlatformParts): boolean {
  const { protocol, hostname } = new URL(url);
  if (isLoopback(hostname) || config.insecure) {
    if (config.insecure) log.warn({ url }, 'Not encrypted beyond this machine: --insecure');
    return true;
  }
  if (protocol === 'https:') return false;
  throw new ConfigError(
    `${url} is not encrypted: others could read the token and every result. Use https://, or say --insecure for a network that you trust.`,
  );
}
