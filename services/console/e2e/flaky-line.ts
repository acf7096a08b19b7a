import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A line to a server that can go dead without a word: bytes vanish, nothing is closed. */
export interface FlakyLine {
  readonly url: string;
  /** What is connected now hears nothing any more; new connections work. */
  readonly goDead: () => void;
  readonly close: () => Promise<void>;
}

const join = (near: Socket, far: Socket, isDead: () => boolean): void => {
  for (const [from, to] of [
    [near, far],
    [far, near],
  ] as const) {
    from.on('data', (chunk) => isDead() || to.write(chunk));
    from.on('close', () => isDead() || to.destroy());
    from.on('error', () => to.destroy());
  }
};

export const flakyLine = async (target: string): Promise<FlakyLine> => {
  const port = Number(new URL(target).port);
  const sockets = new Set<Socket>();
  const dead = new WeakSet<Socket>();
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
    }
    join(near, far, () => dead.has(near));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    goDead: () => {
      for (const socket of sockets) dead.add(socket);
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
};
