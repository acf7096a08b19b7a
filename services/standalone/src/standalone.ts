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
import { openLogger } from './log-file';
import { openNats } from './nats';
import type { StandaloneOptions } from './options';
import { openServices, type Services } from './services';

/** What is built before the start, once, by whoever starts us. */
export interface Builds {
  readonly consoleDir: (options: BuildOptions) => Promise<string>;
  readonly starter: (
    options: BuildOptions,
  ) => Promise<{ readonly modelPath: string; readonly picturesDir: string }>;
  readonly agentEntry: () => Promise<string>;
  /** Where a fetched nats-server is kept, whatever the data directory. */
  readonly natsCache: string;
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
  /** Agent, services, connections, nats-server: in this order. */
  stop(): Promise<void>;
}

type Step = () => Promise<void>;

const progress = (line: string): void => console.log(line);

/** Builds what is missing, then starts nats-server, all services, and the agent on this machine. */
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
    const { port } = options;
    const services = await openServices({ paths, config, nats, logger, port, entrance, consoleDir });
    steps.push(services.close);
    if (entrance.insecure) logger.warn('Nothing is encrypted beyond this machine: --insecure');
    const seconds = (performance.now() - started) / 1000;
    const { url, urls, grpc, oneTimePassword } = services;
    const first = oneTimePassword === undefined ? {} : { oneTimePassword };
    console.log(banner({ url, urls, grpc, entrance, agent: agent !== undefined, seconds, ...first }));
    if (agent) steps.push(await startAgent({ ...agent, services, entrance, paths, logger }));
    return { url, failed: nats.lost, stop };
  } catch (error) {
    // A warning does not reach the terminal, where whoever started us says it in a line.
    logger?.warn({ err: error }, 'The start failed');
    await stop();
    throw error;
  }
};

export interface PreparedAgent {
  readonly entry: string;
  readonly imagesDir: string;
}

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
