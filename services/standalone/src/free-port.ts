import { createServer } from 'node:net';

/** Whether a program could listen on this port now. */
export const isFree = (port: number, host = loopback): Promise<boolean> =>
  portOf(port, host).then(Boolean, () => false);

/** A port of the loopback interface that nobody listens on now. */
export const freePort = (): Promise<number> => portOf(0, loopback);

const loopback = '127.0.0.1';

const portOf = (port: number, host: string): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(port, host, () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
