import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/** Whether a program could listen on this port now. */
export const isFree = (port: number, host = loopback): Promise<boolean> =>
  portOf(port, host).then(Boolean, () => false);

const loopback = '127.0.0.1';

/** Below those that systems give to outgoing connections, which would take one before its program listens. */
const planned = { from: 20_000, count: 12_000 };

/** Another system on this machine begins elsewhere. */
let turn = randomInt(planned.count);

/** A port of the loopback interface that nobody listens on now; another one each time. */
export const freePort = async (): Promise<number> => {
  for (let tries = 0; tries < planned.count; tries++) {
    const port = planned.from + (turn++ % planned.count);
    if (await isFree(port)) return port;
  }
  throw new Error(`Programs listen on all ports from ${planned.from} on. End those that are not needed.`);
};

const portOf = (port: number, host: string): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(port, host, () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });

export interface WantedPort {
  readonly port: number;
  /** How to choose another one. */
  readonly setting: (port: number) => string;
}

/** Before anything is made or started. Throws with what to do when another program has a port. */
export const assertFree = async (wanted: readonly WantedPort[], host?: string): Promise<void> => {
  const taken: string[] = [];
  for (const { port, setting } of wanted)
    if (port !== 0 && !(await isFree(port, host)))
      taken.push(`Port ${port} is taken by another program. Choose another one: ${setting(port + 100)}`);
  if (taken.length > 0) throw new Error(taken.join('\n'));
};

/** The ports that people and programs reach, and their settings. */
export const doorsOf = (port: number, grpcPort: number): readonly WantedPort[] => [
  { port, setting: (other) => `--port ${other}` },
  { port: grpcPort, setting: (other) => `GRPC_PORT=${other}` },
];
