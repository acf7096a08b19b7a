import { Agent, type IncomingMessage, request } from 'node:http';

/** One request, as far from what `fetch` would send as `node:http` allows. */
export interface Call {
  readonly method: string;
  /** As it goes over the wire. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Buffer | undefined;
}

export interface Reply {
  readonly status: number;
  readonly type: string;
  readonly retryAfter: string | undefined;
  readonly text: string;
}

const answerWithinMs = 15_000;

const textOf = async (message: IncomingMessage): Promise<string> => {
  // A stream of events has no end.
  if (message.headers['content-type']?.startsWith('text/event-stream')) {
    message.destroy();
    return '';
  }
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
};

/** Sends calls over kept connections. */
export class Caller {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 8 });

  constructor(private readonly url: string) {}

  async send({ method, path, headers, body }: Call): Promise<Reply> {
    const { hostname, port } = new URL(this.url);
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
    const signal = AbortSignal.timeout(answerWithinMs);
    const framed = { ...headers, ...(body ? { 'content-length': body.length } : {}) };
    const sent = request({ hostname, port, method, path, headers: framed, agent: this.#agent, signal });
    // A server that refuses a large body may close while it is still being sent; its answer counts.
    sent.once('response', resolve).on('error', reject).end(body);
    const message = await promise;
    return {
      status: message.statusCode ?? 0,
      type: message.headers['content-type'] ?? '',
      retryAfter: message.headers['retry-after'],
      text: await textOf(message),
    };
  }

  close(): void {
    this.#agent.destroy();
  }
}
