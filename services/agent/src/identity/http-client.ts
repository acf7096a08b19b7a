import { type IncomingHttpHeaders, type IncomingMessage, request as plainRequest } from 'node:http';
import { Agent, request as secureRequest } from 'node:https';
import { type ServerTrust, systemTrust, type TlsTrust } from '../trust/server-trust';

export interface HttpRequest {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  readonly signal: AbortSignal;
  /** A larger answer is refused; what a refusal says may have this much in any case. */
  readonly maxBytes: number;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

const largestRefusal = 65_536;

/** HTTP to a server whose certificate is judged by `trust`. Follows no redirection: requests are signed for one place. */
export class HttpClient {
  private connections: { readonly trust: TlsTrust; readonly agent: Agent } | undefined;

  constructor(private readonly trust: ServerTrust | undefined) {}

  async send(url: URL, request: HttpRequest): Promise<HttpAnswer> {
    const { method, signal, body } = request;
    const headers = { ...request.headers, 'content-length': String(body.length) };
    const options = { method, headers, signal };
    try {
      if (url.protocol !== 'https:') return await exchange(plainRequest(url, options), request);
      return await exchange(secureRequest(url, { ...options, agent: await this.agent() }), request);
    } catch (error) {
      throw this.trust?.explain(error) ?? error;
    }
  }

  /** Connections are kept open for as long as the trust that they were made with stands. */
  private async agent(): Promise<Agent> {
    const trust = (await this.trust?.tls()) ?? systemTrust();
    if (this.connections !== undefined && sameTrust(trust, this.connections.trust))
      return this.connections.agent;
    this.connections?.agent.destroy();
    const agent = new Agent({ keepAlive: true, ...trust });
    this.connections = { trust, agent };
    return agent;
  }
}

const sameTrust = (one: TlsTrust, other: TlsTrust): boolean => one.ca === other.ca;

function exchange(
  sent: ReturnType<typeof plainRequest>,
  { body, maxBytes }: HttpRequest,
): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    sent.once('error', reject);
    sent.once('response', (response) => {
      read(response, maxBytes).then(resolve, (error: Error) => {
        sent.destroy();
        reject(error);
      });
    });
    sent.end(body);
  });
}

async function read(response: IncomingMessage, maxBytes: number): Promise<HttpAnswer> {
  const { statusCode: status = 0, headers } = response;
  const limit = status < 300 ? maxBytes : Math.max(maxBytes, largestRefusal);
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response) {
    size += (chunk as Buffer).length;
    if (size > limit) throw new Error(`The server sent more than ${limit} bytes.`);
    chunks.push(chunk as Buffer);
  }
  return { status, headers, body: Buffer.concat(chunks) };
}
