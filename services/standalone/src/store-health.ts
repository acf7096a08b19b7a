import { statfs } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import type { NatsServer } from '@tutti/nats-server';
import type { Logger } from 'pino';

const lookEveryMs = 5000;
const enoughBytes = 64 * 1024 * 1024;

const hasRoom = async (folder: string): Promise<boolean> => {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize >= enoughBytes;
};

/** https://docs.nats.io: `/healthz` says which stream is not well, and why. */
const cannotWrite = async ({ monitorUrl }: NatsServer): Promise<boolean> => {
  const answer = await fetch(new URL('/healthz', monitorUrl), { signal: AbortSignal.timeout(lookEveryMs) });
  return !answer.ok && (await answer.text()).includes('write error');
};

interface Store {
  readonly storeDir: string;
  readonly logger: Logger;
}

/**
 * A stream whose write failed (a full disk) takes no message until nats-server is started anew, however much room there
 * is. This ends the server once there is; whoever supervises it starts it again.
 */
export const endWhenStuck = async (server: NatsServer, { storeDir, logger }: Store): Promise<void> => {
  const over = new AbortController();
  void server.exited.then(() => over.abort());
  while (!over.signal.aborted) {
    await delay(lookEveryMs, undefined, { signal: over.signal }).catch(() => undefined);
    const isStuck = await cannotWrite(server).catch(() => false);
    if (over.signal.aborted || !isStuck) continue;
    if (await hasRoom(storeDir)) {
      logger.error('nats-server could not write and there is room again: it is started anew');
      await server.stop();
    } else {
      logger.error({ storeDir }, 'The disk is full: nothing is taken until there is room');
    }
  }
};
