import { jetstreamManager } from '@nats-io/jetstream';
import { type NatsConnection } from '@nats-io/transport-node';
import { logNames } from './names';

/** Metadata key on LOG: a random id given to the log when it is created. */
export const incarnationKey = 'tutti.incarnation';

/** LOG has no incarnation: it was not made by `provision`. */
export class LogNotProvisioned extends Error {
  override readonly name = 'LogNotProvisioned';
}

/** Which history this log is: positions of another incarnation mean nothing in it. */
export const readLogIncarnation = async (connection: NatsConnection): Promise<string> => {
  const manager = await jetstreamManager(connection, { checkAPI: false });
  const { config } = await manager.streams.info(logNames.log);
  const incarnation = config.metadata?.[incarnationKey];
  if (incarnation === undefined) throw new LogNotProvisioned(`log ${logNames.log} was not created by Tutti`);
  return incarnation;
};
