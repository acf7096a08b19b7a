import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface Received {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** What a receiver does: a status, with headers, or what it does instead. */
export type Behaviour =
  | number
  | { readonly status: number; readonly headers: Readonly<Record<string, string>> }
  | 'hangs'
  | 'resets'
  | 'never ends its body';

const behave = (behaviour: Behaviour, response: ServerResponse): void => {
  if (behaviour === 'hangs') return;
  if (behaviour === 'resets') return void response.destroy();
  if (behaviour === 'never ends its body') return void response.writeHead(202).write('slow');
  const { status, headers } = typeof behaviour === 'number' ? { status: behaviour, headers: {} } : behaviour;
  response.writeHead(status, headers).end();
};

/** A receiver of messages on this machine; each path behaves as it was told, and accepts when that is over. */
export class Sink {
  readonly received: Received[] = [];
  readonly #behaviours = new Map<string, Behaviour[]>();

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      void this.#take(request, response);
    });
  }

  static async start(): Promise<Sink> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new Sink(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  }

  /** In this order. */
  tell(path: string, ...behaviours: readonly Behaviour[]): void {
    this.#behaviours.set(path, [...behaviours]);
  }

  at(path: string): readonly Received[] {
    return this.received.filter((one) => one.path === path);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { url: path = '', headers } = request;
    this.received.push({ path, headers, body: await text(request) });
    behave(this.#behaviours.get(path)?.shift() ?? 202, response);
  }
}
