import { createServer } from 'node:net';

/** Whether a program could listen on this port of the loopback interface now. */
export const isFree = (port: number): Promise<boolean> => portOf(port).then(Boolean, () => false);

/** A port that nobody listens on now. */
export const freePort = (): Promise<number> => portOf(0);

const portOf = (port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(port, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
