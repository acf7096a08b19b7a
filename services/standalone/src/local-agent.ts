import { copyFile, readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Logger } from 'pino';
import { readEnvironment } from './config';
import { isFree } from './free-port';
import { keepRunning, type Kept, type Program } from './keep-running';

export interface LocalAgentOptions {
  /** The bundled agent program. */
  readonly entry: string;
  /** URL of the API. */
  readonly url: string;
  /** Authority of its certificate. */
  readonly caFile?: string | undefined;
  readonly dataDir: string;
  readonly modelsDir: string;
  readonly imagesDir: string;
  /** Enrolment token, for the first start. */
  readonly token?: string;
  readonly logger: Logger;
  readonly onStart?: (pid: number) => void;
}

/** Any other one when another agent has it. */
const usualPort = 8090;

/** Puts the starter model where the agent looks for models, unless a model is there. */
export const placeStarterModel = async (modelPath: string, modelsDir: string): Promise<void> => {
  const present = (await readdir(modelsDir)).some((name) => name.endsWith('.onnx'));
  if (!present) await copyFile(modelPath, join(modelsDir, basename(modelPath)));
};

/** Keeps an agent running beside this process. It logs for itself; here that becomes debug lines of ours. */
export const startLocalAgent = ({ logger, onStart, ...options }: LocalAgentOptions): Kept =>
  keepRunning({
    name: 'agent',
    program: () => agentProgram(options),
    output: (line) => logger.debug({ agent: line }, 'agent'),
    logger,
    firstPauseMs: 1000,
    ...(onStart ? { onStart } : {}),
  });

const agentProgram = async (options: Omit<LocalAgentOptions, 'logger' | 'onStart'>): Promise<Program> => {
  const { entry, url, caFile, dataDir, modelsDir, imagesDir, token } = options;
  const trust = caFile === undefined ? [] : ['--ca-file', caFile];
  const port = (await isFree(usualPort)) ? usualPort : 0;
  const places = ['--data', dataDir, '--models', modelsDir, '--images', imagesDir];
  return {
    args: [entry, '--url', url, ...trust, '--port', String(port), ...places],
    env: {
      ...readEnvironment(),
      TUTTI_SUPERVISED: 'yes',
      ...(token === undefined ? {} : { TUTTI_TOKEN: token }),
    },
  };
};
