import {
  JetStreamApiCodes,
  JetStreamApiError,
  jetstreamManager,
  type JetStreamManager,
} from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import type { StoredLog } from '@tutti/contracts/system';

/** `undefined`: this installation has none. */
const sizeOf = async (streams: JetStreamManager['streams'], name: string): Promise<StoredLog | undefined> => {
  try {
    const { config, state } = await streams.info(name);
    const { messages, bytes } = state;
    const maxBytes = config.max_bytes < 0 ? null : config.max_bytes;
    const oldestAt = messages === 0 ? null : new Date(state.first_ts).toISOString();
    return { name, messages, bytes, maxBytes, oldestAt };
  } catch (error) {
    if (error instanceof JetStreamApiError && error.code === JetStreamApiCodes.StreamNotFound)
      return undefined;
    throw error;
  }
};

/** How large these logs and buckets are. */
export const logSizes = async (
  connection: NatsConnection,
  names: readonly string[],
): Promise<readonly StoredLog[]> => {
  const { streams } = await jetstreamManager(connection, { checkAPI: false });
  const sizes = await Promise.all(names.map((name) => sizeOf(streams, name)));
  return sizes.filter((size) => size !== undefined);
};
