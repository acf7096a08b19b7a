import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** Something that answers as a replica of a service does. */
export class FakeReplica {
  ready = true;
  /** As a process that was stopped: it takes connections and says nothing. */
  stuck = false;
  readonly seen: string[] = [];
  #server: Server | undefined;
  #port = 0;

  constructor(
    private readonly paths: readonly string[],
    private readonly handler: Handler,
  ) {}

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  async start(): Promise<this> {
    const server = createServer((request, response) => this.#answer(request, response));
    await new Promise<void>((resolve) => server.listen(this.#port, '127.0.0.1', resolve));
    this.#port = (server.address() as AddressInfo).port;
    this.#server = server;
    return this;
  }

  /** As kill -9 ends it. */
  async kill(): Promise<void> {
    const server = this.#server;
    if (!server) return;
    this.#server = undefined;
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    if (this.stuck) return;
    if (request.url === '/readyz') response.writeHead(this.ready ? 200 : 503).end();
    else if (request.url === '/api/openapi.json') response.end(JSON.stringify(this.#document()));
    else {
      this.seen.push(`${request.method} ${request.url}`);
      this.handler(request, response);
    }
  }

  #document(): unknown {
    const tag = this.paths[0]?.split('/')[3] ?? '';
    return {
      openapi: '3.1.0',
      info: { title: 'Tutti', version: '1' },
      tags: [{ name: tag }],
      paths: Object.fromEntries(this.paths.map((path) => [path, { get: { operationId: path } }])),
      components: { schemas: { [tag]: { type: 'object' }, Problem: { type: 'object' } }, responses: {} },
    };
  }
}

export const bodyOf = async (request: IncomingMessage): Promise<string> => {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
};
