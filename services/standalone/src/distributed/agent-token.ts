import { tokenForLocalAgent } from '@tutti/devices';
import { createRegistry, layFoundation } from '@tutti/service-kit';
import type { Logger } from 'pino';
import type { Nats } from '../nats';

/**
 * Lets the agent on this machine in without asking. Whoever sets the system up holds the credentials of every service; a
 * person's password, which may be another by now, is not needed.
 */
export const tokenForAgent = async (nats: Nats, workspace: string, logger: Logger): Promise<string> => {
  const foundation = await layFoundation('devices', {
    workspace,
    nats: nats.setup,
    natsUrl: nats.url,
    connect: nats.connect,
    databaseUrl: () => '',
    replicaId: 'setup',
    logger,
    registry: createRegistry(),
  });
  try {
    return await tokenForLocalAgent(foundation);
  } finally {
    await foundation.connection.close();
  }
};
