import { startTracing } from '@tutti/service-kit';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { banner } from './banner';
import type { StandaloneConfig } from './config';
import { prepareDataDir, type DataPaths } from './data-dir';
import { openEntrance, type Entrance } from './entrance';
import { assertFree, doorsOf } from './free-port';
import { placeStarterModel, startLocalAgent } from './local-agent';
import { startLocalTrainer } from './local-trainer';
import { openLogger } from './log-file';
import { openNats, type Nats } from './nats';
import type { StandaloneOptions } from './options';
import { openServices, type Services } from './services';

/** What is built before the start, once, by whoever starts us. */
export interface Builds {
  readonly consoleDir: (options: BuildOptions) => Promise<string>;
  readonly starter: (options: BuildOptions) => Promise<Starter>;
  /** Folder of the models that come with the built-in trainer. */
  readonly readyMadeModels: (options: BuildOptions) => Promise<string>;
  readonly agentEntry: () => Promise<string>;
  readonly trainerEntry: () => Promise<string>;
  /** Where a fetched nats-server is kept, whatever the data directory. */
  readonly natsCache: string;
}

interface Starter {
  readonly modelPath: string;
  readonly picturesDir: string;
}

interface BuildOptions {
  readonly onProgress: (line: string) => void;
}

export interface StandaloneInput {
  readonly options: StandaloneOptions;
  readonly config: StandaloneConfig;
  readonly warnings: readonly string[];
  readonly builds: Builds;
}

export interface Standalone {
  readonly url: string;
  /** Resolves with the reason when something that it cannot go on without has ended. */
  readonly failed: Promise<string>;
  /** Agent, trainer, services, connections, nats-server: in this order. */
  stop(): Promise<void>;
}

type Step = () => Promise<void>;

const progress = (line: string): void => console.log(line);

/** Builds what is missing, then starts nats-server, all services, and trainer and agent on this machine. */
export const startStandalone = async (input: StandaloneInput): Promise<Standalone> => {
  const started = performance.now();
  const { options, config, warnings } = input;
  const steps: Step[] = [];
  let logger: Logger | undefined;
  const stop = async (): Promise<void> => {
    for (const step of steps.splice(0).reverse()) await step();
  };
  try {
    await assertFree(doorsOf(options.port, config.GRPC_PORT), options.host);
    const paths = await prepareDataDir(options.data);
    logger = await openLogger(paths.log, config.LOGGING_LEVEL);
    for (const warning of warnings) logger.warn(warning);
    const entrance = await openEntrance({ options, config, paths, logger });
    steps.push(async () => entrance.certificate?.close());
    const consoleDir = await input.builds.consoleDir({ onProgress: progress });
    const agent = options.agent ? await prepareAgent(input, paths) : undefined;
    const trainer = await trainerEntryFor(input);
    const tracing = await startTracing({
      endpoint: config.OTEL_EXPORTER_OTLP_ENDPOINT,
      serviceName: 'tutti',
    });
    steps.push(() => tracing.shutdown());
    const nats = await openNats({
      paths,
      config,
      entrance,
      port: options.natsPort,
      insecure: options.insecure === true,
      cacheDir: input.builds.natsCache,
      onProgress: progress,
      logger,
    });
    steps.push(nats.stop);
    const services = await openServices({
      ...{ paths, nats, logger, entrance, consoleDir, port: options.port },
      config: await withReadyMade(input),
    });
    steps.push(services.close);
    if (entrance.insecure) logger.warn('Nothing is encrypted beyond this machine: --insecure');
    announce(services, { entrance, agent: agent !== undefined, started });
    if (trainer) steps.push(await startTrainer({ entry: trainer, services, entrance, nats, paths, logger }));
    if (agent) steps.push(await startAgent({ ...agent, services, entrance, paths, logger }));
    return { url: services.url, failed: nats.lost, stop };
  } catch (error) {
    // A warning does not reach the terminal, where whoever started us says it in a line.
    logger?.warn({ err: error }, 'The start failed');
    await stop();
    throw error;
  }
};

interface Announced {
  readonly entrance: Entrance;
  readonly agent: boolean;
  readonly started: number;
}

const announce = (services: Services, { entrance, agent, started }: Announced): void => {
  const seconds = (performance.now() - started) / 1000;
  const { url, urls, grpc, oneTimePassword } = services;
  const first = oneTimePassword === undefined ? {} : { oneTimePassword };
  console.log(banner({ url, urls, grpc, entrance, agent, seconds, ...first }));
};

/** Built before anybody is told that everything runs: Ctrl-C ends builds, too. */
export const trainerEntryFor = async ({
  builds,
  options,
}: {
  readonly builds: Pick<Builds, 'trainerEntry'>;
  readonly options: { readonly trainer: boolean };
}): Promise<string | undefined> => (options.trainer ? builds.trainerEntry() : undefined);

interface TrainerStart {
  readonly entry: string;
  readonly services: Pick<Services, 'url'>;
  readonly entrance: Entrance;
  readonly nats: Nats;
  readonly paths: DataPaths;
  readonly logger: Logger;
}

const startTrainer = async ({ services, entrance, ...start }: TrainerStart): Promise<Step> => {
  const caFile = entrance.certificate?.caFile;
  return (await startLocalTrainer({ ...start, url: services.url, name: 'trainer', caFile })).stop;
};

export interface PreparedAgent {
  readonly entry: string;
  readonly imagesDir: string;
}

interface Configured {
  readonly builds: Pick<Builds, 'readyMadeModels'>;
  readonly options: { readonly trainer: boolean };
  readonly config: StandaloneConfig;
}

/** What comes with the built-in trainer is registered, unless another folder is configured. */
export const withReadyMade = async ({ builds, options, config }: Configured): Promise<StandaloneConfig> =>
  options.trainer && config.READY_MADE_MODELS === undefined
    ? { ...config, READY_MADE_MODELS: await builds.readyMadeModels({ onProgress: progress }) }
    : config;

export const prepareAgent = async (
  { builds, options }: Pick<StandaloneInput, 'builds'> & { readonly options: { readonly images?: string } },
  paths: DataPaths,
): Promise<PreparedAgent> => {
  const starter = await builds.starter({ onProgress: progress });
  await placeStarterModel(starter.modelPath, paths.agentModels);
  return { entry: await builds.agentEntry(), imagesDir: options.images ?? starter.picturesDir };
};

interface AgentStart extends PreparedAgent {
  readonly services: Services;
  readonly entrance: Entrance;
  readonly paths: DataPaths;
  readonly logger: Logger;
}

const startAgent = async ({ entry, imagesDir, services, entrance, ...rest }: AgentStart): Promise<Step> => {
  const { paths, logger } = rest;
  const enrolled = existsSync(join(paths.agent, 'enrolment.json'));
  const token = enrolled ? undefined : await services.tokenForLocalAgent();
  const agent = startLocalAgent({
    entry,
    imagesDir,
    url: services.url,
    caFile: entrance.certificate?.caFile,
    dataDir: paths.agent,
    modelsDir: paths.agentModels,
    logger,
    ...(token === undefined ? {} : { token }),
  });
  return agent.stop;
};
