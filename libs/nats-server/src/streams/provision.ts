import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import {
  JetStreamApiError,
  type JetStreamManager,
  jetstreamManager,
  type StreamConfig,
} from '@nats-io/jetstream';
import { type NatsConnection } from '@nats-io/transport-node';
import { type Definition, definitions, type ProvisionOptions } from './definitions';
import { incarnationKey } from './log-incarnation';
import { logNames } from './names';

const streamNotFound = 10059;
const nameInUse = 10058;

/** One setting that the server has otherwise than asked. */
export interface ConfigDifference {
  readonly stream: string;
  readonly setting: string;
  readonly asked: unknown;
  readonly found: unknown;
}

/** The server cannot be brought to the asked configuration, or silently dropped a part of it, as older ones do. */
export class StreamConfigRefused extends Error {
  override readonly name = 'StreamConfigRefused';
  constructor(
    readonly differences: readonly ConfigDifference[],
    options?: ErrorOptions,
  ) {
    const lines = differences.map(
      ({ stream, setting, asked, found }) =>
        `${stream}.${setting} is ${JSON.stringify(found)}, must be ${JSON.stringify(asked)}`,
    );
    super(`The NATS server does not have what Tutti needs: ${lines.join('; ')}.`, options);
  }
}

/** Creates or adjusts every log and bucket as user `setup`. Runs at every start; two at once are safe. */
export const provision = async (
  connection: NatsConnection,
  options: ProvisionOptions = {},
): Promise<void> => {
  const manager = await jetstreamManager(connection, { checkAPI: false });
  for (const definition of definitions(options)) await ensureStream(manager, definition);
};

const ensureStream = async (manager: JetStreamManager, asked: Definition): Promise<void> => {
  const found = (await configOf(manager, asked.name)) ?? (await create(manager, asked));
  if (differences(asked, found).length === 0) return;
  const remaining = differences(asked, await adjust(manager, asked, found));
  if (remaining.length > 0) throw new StreamConfigRefused(remaining);
};

const configOf = async (manager: JetStreamManager, name: string): Promise<StreamConfig | undefined> => {
  try {
    return (await manager.streams.info(name)).config;
  } catch (error) {
    if (error instanceof JetStreamApiError && error.code === streamNotFound) return undefined;
    throw error;
  }
};

const create = async (manager: JetStreamManager, asked: Definition): Promise<StreamConfig> => {
  const metadata = asked.name === logNames.log ? { metadata: { [incarnationKey]: randomUUID() } } : {};
  try {
    return (await manager.streams.add({ ...asked, ...metadata })).config;
  } catch (error) {
    const raced = error instanceof JetStreamApiError && error.code === nameInUse;
    const found = raced ? await configOf(manager, asked.name) : undefined;
    if (found === undefined) throw error;
    return found;
  }
};

const adjust = async (
  manager: JetStreamManager,
  asked: Definition,
  found: StreamConfig,
): Promise<StreamConfig> => {
  try {
    return (await manager.streams.update(asked.name, { ...found, ...asked })).config;
  } catch (cause) {
    throw new StreamConfigRefused(differences(asked, found), { cause });
  }
};

/** Settings that were asked for and are otherwise; what was not asked for is the server's business. */
export const differences = (asked: Definition, found: Partial<StreamConfig>): ConfigDifference[] => {
  const have: Readonly<Record<string, unknown>> = { ...found };
  return Object.entries(asked)
    .filter(([setting, value]) => !isDeepStrictEqual(value, have[setting] ?? absent(value)))
    .map(([setting, value]) => ({ stream: asked.name, setting, asked: value, found: have[setting] }));
};

/** Servers leave out what is off. */
const absent = (asked: unknown): unknown => (asked === false || asked === 0 ? asked : undefined);
