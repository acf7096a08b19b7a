import { setTimeout as delay } from 'node:timers/promises';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { banner } from '../banner';
import { blobsOf, readEnvironment, type StandaloneConfig } from '../config';
import { keptKey } from '../data-dir';
import { assertFree, doorsOf, freePort } from '../free-port';
import { startLocalAgent } from '../local-agent';
import { startLocalTrainer } from '../local-trainer';
import { openLogger } from '../log-file';
import { openNats, type Nats } from '../nats';
import { prepareAgent, trainerEntryFor, withReadyMade, type Builds, type PreparedAgent } from '../standalone';
import { tokenForAgent } from './agent-token';
import type { DistributedOptions } from './options';
import { prepareDistributedDir, type DistributedPaths } from './paths';
import { Processes } from './processes';
import { planReplicas } from './replicas';

export interface DistributedBuilds extends Builds {
  /** The bundled program of a service, or of the proxy. */
  readonly entryOf: (service: string) => Promise<string>;
  readonly database: (dir: string, onStart: (pid: number) => void) => Promise<SharedDatabase>;
}

/** A database server, for the services that keep tables. */
export interface SharedDatabase {
  /** For `DATABASE_URL`. */
  readonly url: string;
  readonly stop: () => Promise<void>;
}

export interface DistributedInput {
  readonly options: DistributedOptions;
  readonly config: StandaloneConfig;
  readonly builds: DistributedBuilds;
}

export interface Distributed {
  readonly url: string;
  readonly failed: Promise<string>;
  stop(): Promise<void>;
}

type Step = () => Promise<void>;

const progress = (line: string): void => console.log(line);
const readyWithinMs = 60_000;

/** Starts nats-server, the database, every service as processes of their own, the proxy, and an agent. */
export const startDistributed = async (input: DistributedInput): Promise<Distributed> => {
  const started = performance.now();
  const { options, config, builds } = input;
  const steps: Step[] = [];
  let logger: Logger | undefined;
  const stop = async (): Promise<void> => {
    for (const step of steps.splice(0).reverse()) await step();
  };
  try {
    await assertFree(doorsOf(options.port, config.GRPC_PORT));
    const paths = await prepareDistributedDir(options.data);
    await keepAdminPassword(paths, config);
    const agent = options.agent ? await prepareAgent({ builds, options }, paths) : undefined;
    const trainer = await trainerEntryFor(input);
    logger = await openLogger(paths.log, config.LOGGING_LEVEL);
    const processes = new Processes({ logsDir: paths.logs, listFile: paths.processes, logger });
    const nats = await openNats({
      paths,
      config,
      cacheDir: builds.natsCache,
      onProgress: progress,
      logger,
      onStart: (pid) => processes.note('nats-server', pid),
    });
    steps.push(nats.stop);
    const database = await builds.database(paths.mariadb, (pid) => processes.note('mariadbd', pid));
    steps.push(database.stop);
    const { url, grpc } = await startProcesses({
      ...{ options, builds, paths, nats, database, processes, steps },
      config: await withReadyMade(input),
    });
    const seconds = (performance.now() - started) / 1000;
    const passwordFile = paths.adminPassword;
    console.log(banner({ url, grpc, agent: agent !== undefined, seconds, passwordFile }));
    if (trainer)
      await startTrainers({ ...input, entry: trainer, paths, nats, url, logger, processes, steps });
    if (agent) steps.push(await startAgent({ ...agent, config, nats, url, paths, logger, processes }));
    return { url, failed: nats.lost, stop };
  } catch (error) {
    // A warning does not reach the terminal, where whoever started us says it in a line.
    logger?.warn({ err: error }, 'The start failed');
    await stop();
    throw error;
  }
};

/** Nobody reads what a service prints: the password for the first sign-in is made here, and kept. */
const keepAdminPassword = async (
  paths: DistributedPaths,
  { TUTTI_ADMIN_PASSWORD }: StandaloneConfig,
): Promise<void> => {
  if (TUTTI_ADMIN_PASSWORD === undefined) await keptKey(paths.adminPassword);
  else await writeFile(paths.adminPassword, TUTTI_ADMIN_PASSWORD, { mode: 0o600 });
};

interface Starting extends DistributedInput {
  readonly paths: DistributedPaths;
  readonly nats: Nats;
  readonly database: SharedDatabase;
  readonly processes: Processes;
  readonly steps: Step[];
}

interface Addresses {
  readonly url: string;
  readonly grpc: string;
}

/** The services, then the proxy; answers with its addresses once it has found a ready replica of each. */
const startProcesses = async (starting: Starting): Promise<Addresses> => {
  const { options, config, builds, paths, nats, database, processes, steps } = starting;
  const { processes: replicas, upstreams } = await planReplicas({
    paths,
    nats,
    databaseUrl: database.url,
    workspace: config.WORKSPACE,
    adminPasswordOnce: config.TUTTI_ADMIN_PASSWORD === undefined || config.TUTTI_ADMIN_PASSWORD_ONCE,
    blobs: blobsOf(config, paths),
    readyMadeModels: config.READY_MADE_MODELS,
    replicas: options.replicas,
    entryOf: builds.entryOf,
  });
  for (const replica of replicas) await processes.start(replica);
  const isProxy = (name: string): boolean => name === 'proxy';
  steps.push(() => processes.stop((name) => !isProxy(name)));
  const port = options.port === 0 ? await freePort() : options.port;
  const grpcPort = config.GRPC_PORT === 0 ? await freePort() : config.GRPC_PORT;
  const env = {
    ...readEnvironment(),
    UPSTREAMS: JSON.stringify(upstreams),
    CONSOLE_DIR: await builds.consoleDir({ onProgress: progress }),
    HTTP_PORT: String(port),
    GRPC_PORT: String(grpcPort),
  };
  await processes.start({ name: 'proxy', entry: await builds.entryOf('proxy'), env });
  steps.push(() => processes.stop(isProxy));
  const url = `http://127.0.0.1:${port}`;
  await untilReady(url, paths.logs);
  return { url, grpc: `127.0.0.1:${grpcPort}` };
};

const untilReady = async (url: string, logs: string): Promise<void> => {
  const deadline = performance.now() + readyWithinMs;
  let last = '';
  while (performance.now() < deadline) {
    const answer = await fetch(`${url}/readyz`).catch(() => undefined);
    if (answer?.ok) return;
    last = (await answer?.text()) ?? 'the proxy does not answer';
    await delay(100);
  }
  throw new Error(`Not all services are ready after ${readyWithinMs / 1000} s: ${last}. See ${logs}.`);
};

interface TrainersStart extends Omit<Starting, 'database'> {
  readonly entry: string;
  readonly url: string;
  readonly logger: Logger;
}

const startTrainers = async (start: TrainersStart): Promise<void> => {
  const { options, entry, nats, url, paths, logger, processes, steps } = start;
  for (let n = 1; n <= options.trainers; n++) {
    const name = `trainer-${n}`;
    const onStart = (pid: number): void => processes.note(name, pid);
    steps.push((await startLocalTrainer({ name, entry, url, nats, paths, logger, onStart })).stop);
  }
};

interface AgentStart extends PreparedAgent {
  readonly config: StandaloneConfig;
  readonly nats: Nats;
  readonly url: string;
  readonly paths: DistributedPaths;
  readonly logger: Logger;
  readonly processes: Processes;
}

const startAgent = async (start: AgentStart): Promise<Step> => {
  const { entry, imagesDir, url, paths, logger, processes, nats, config } = start;
  const enrolled = existsSync(join(paths.agent, 'enrolment.json'));
  const token = enrolled ? {} : { token: await tokenForAgent(nats, config.WORKSPACE, logger) };
  const agent = startLocalAgent({
    ...token,
    entry,
    imagesDir,
    url,
    dataDir: paths.agent,
    modelsDir: paths.agentModels,
    logger,
    onStart: (pid) => processes.note('agent', pid),
  });
  return agent.stop;
};
