import { type IncomingHttpHeaders, type IncomingMessage, request as plainRequest } from 'node:http';
import { Agent, request as secureRequest } from 'node:https';
import { type ServerTrust, systemTrust, type TlsTrust } from '../trust/server-trust';

export interface StreamedRequest {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** Ends reading, too. */
  readonly signal: AbortSignal;
}

export interface HttpRequest extends StreamedRequest {
  /** A larger answer is refused; what a refusal says may have this much in any case. */
  readonly maxBytes: number;
}

/** An answer whose bytes are still to come: whoever has it reads or destroys it. */
export interface StreamedAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly stream: IncomingMessage;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** What a refusal may say. */
export const largestRefusal = 65_536;

/** HTTP to a server whose certificate is judged by `trust`. Follows no redirection: requests are signed for one place. */
export class HttpClient {
  private connections: { readonly trust: TlsTrust; readonly agent: Agent } | undefined;

  constructor(private readonly trust: ServerTrust | undefined) {}

  async send(url: URL, request: HttpRequest): Promise<HttpAnswer> {
    const { status, headers, stream } = await this.open(url, request);
    const { maxBytes } = request;
    const limit = status < 300 ? maxBytes : Math.max(maxBytes, largestRefusal);
    return { status, headers, body: await readWhole(stream, limit) };
  }

  async open(url: URL, { method, headers: given, signal, body }: StreamedRequest): Promise<StreamedAnswer> {
    const headers = { ...given, 'content-length': String(body.length) };
    const options = { method, headers, signal };
    try {
      if (url.protocol !== 'https:') return await exchange(plainRequest(url, options), body);
      return await exchange(secureRequest(url, { ...options, agent: await this.agent() }), body);
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

function exchange(sent: ReturnType<typeof plainRequest>, body: Uint8Array): Promise<StreamedAnswer> {
  return new Promise((resolve, reject) => {
    sent.once('error', reject);
    sent.once('response', (stream) => {
      resolve({ status: stream.statusCode ?? 0, headers: stream.headers, stream });
    });
    sent.end(body);
  });
}

/** Its bytes; hangs up beyond the limit. */
export async function readWhole(stream: IncomingMessage, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += (chunk as Buffer).length;
    if (size > limit) throw new Error(`The server sent more than ${limit} bytes.`);
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks);
}
