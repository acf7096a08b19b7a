import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';

export interface HttpAddress {
  /** 0: any free port. */
  readonly port: number;
  readonly host: string;
}

/** Another program has the port; the message says what to do about it. */
export class PortTaken extends Error {
  override readonly name = 'PortTaken';
}

/** Listens and tells where. Throws `PortTaken`. */
export async function listen(server: FastifyInstance, { host, port }: HttpAddress): Promise<string> {
  try {
    await server.listen({ host, port });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')
      throw new PortTaken(`Port ${port} is in use by another program: choose another one with --port.`, {
        cause: error,
      });
    throw error;
  }
  const { address, family, port: actual } = server.server.address() as AddressInfo;
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${actual}`;
}
