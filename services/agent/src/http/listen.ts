import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';

export interface HttpAddress {
  /** 0: any free port. */
  readonly port: number;
  readonly host: string;
}

/** Listens and tells where. Throws with what to do about it when the port is taken. */
export async function listen(server: FastifyInstance, { host, port }: HttpAddress): Promise<string> {
  try {
    await server.listen({ host, port });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')
      throw new Error(`Port ${port} is in use: choose another with --port.`, { cause: error });
    throw error;
  }
  const { address, family, port: actual } = server.server.address() as AddressInfo;
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${actual}`;
}
