import type { CustomTransportStrategy } from '@nestjs/microservices';
import { type GrpcOptions, type GrpcServer, startGrpc } from './start-grpc';

/**
 * gRPC as a transport of the Nest application, in place of Nest's own: that one answers streams faster than a slow
 * client reads, and hides trailers and cancellation (ADR 9).
 */
export class GrpcTransport implements CustomTransportStrategy {
  #server: GrpcServer | undefined;

  constructor(private readonly options: GrpcOptions) {}

  /** Known once it listens. */
  get port(): number | undefined {
    return this.#server?.port;
  }

  listen(callback: (error?: unknown) => void): void {
    startGrpc(this.options).then(
      (server) => {
        this.#server = server;
        callback();
      },
      (error: unknown) => callback(error),
    );
  }

  /** Takes no calls any more, ends streams, lets calls in flight finish within the grace. May be called twice. */
  async close(graceMs = 0): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    await server?.close(graceMs);
  }
}
