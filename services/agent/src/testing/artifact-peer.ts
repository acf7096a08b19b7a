import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ArtifactAccess } from '@tutti/contracts/deployment';
import { sha256, verifyDeviceToken } from './device-signatures';

/** One request for the bytes, about to be answered. */
export interface Asked {
  readonly response: ServerResponse;
  readonly bytes: Buffer;
  /** First byte that was asked for. */
  readonly from: number;
}

/** Answers in a way of its own. */
export type Mischief = (asked: Asked) => void;

const headOf = ({ bytes, from }: Asked): readonly [number, Record<string, string>] => {
  const length = { 'content-length': String(bytes.length - from) };
  if (from === 0) return [200, length];
  return [206, { ...length, 'content-range': `bytes ${from}-${bytes.length - 1}/${bytes.length}` }];
};

/** As it should be. */
export const wellBehaved: Mischief = (asked) => {
  asked.response.writeHead(...headOf(asked)).end(asked.bytes.subarray(asked.from));
};

/** Promises all and hangs up after some. */
export const cutAfter =
  (count: number): Mischief =>
  (asked) => {
    const { response, bytes, from } = asked;
    response.writeHead(...headOf(asked));
    response.write(bytes.subarray(from, from + count), () => response.destroy());
  };

/** Promises all and falls silent after some. */
export const silentAfter =
  (count: number): Mischief =>
  (asked) => {
    const { response, bytes, from } = asked;
    response.writeHead(...headOf(asked));
    response.write(bytes.subarray(from, from + count));
  };

export const refuse =
  (status: number, code: string, headers: Readonly<Record<string, string>> = {}): Mischief =>
  ({ response }) => {
    const body = JSON.stringify({ type: 'about:blank', title: code, status, code });
    response.writeHead(status, { ...headers, 'content-type': 'application/problem+json' }).end(body);
  };

/** The other end of the wire for models: a ticket for a signed request, bytes for a ticket. Shares no code with the services. */
export class ArtifactPeer {
  url = '';
  bundle = '{}';
  ticketLifeMs = 900_000;
  /** What becomes of the next requests for the bytes, one each; later ones are answered as they should be. */
  readonly mischief: Mischief[] = [];
  /** The same of requests for a ticket. */
  readonly refusals: Mischief[] = [];
  /** Of requests for the bytes: what was asked for. */
  readonly ranges: (string | undefined)[] = [];
  /** Tickets that were given. */
  readonly tickets: string[] = [];
  private readonly server: Server = createServer((request, response) => {
    this.serve(request, response).catch((error: unknown) => response.writeHead(400).end(String(error)));
  });

  constructor(public bytes: Buffer) {}

  static async start(bytes: Buffer, host = '127.0.0.1'): Promise<ArtifactPeer> {
    const peer = new ArtifactPeer(bytes);
    await new Promise<void>((resolve) => peer.server.listen(0, host, resolve));
    peer.url = `http://${host}:${(peer.server.address() as AddressInfo).port}`;
    return peer;
  }

  get artifact(): { readonly digest: string; readonly bytes: number } {
    return { digest: sha256(this.bytes), bytes: this.bytes.length };
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** Of a platform's requests, those that are about models. */
  takes(path: string): boolean {
    return /^\/api\/v1\/(deployments\/[^/]+\/artifact$|model-artifacts\/)/.test(path);
  }

  async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? '';
    const asked = { response, bytes: this.bytes, from: 0 };
    if (/^\/api\/v1\/deployments\/[^/]+\/artifact$/.test(path)) {
      const refusal = this.refusals.shift();
      return refusal ? refusal(asked) : this.giveTicket(request, response);
    }
    if (request.headers.authorization !== `Bearer ${this.tickets.at(-1)}`)
      return refuse(401, 'model.ticket-invalid')(asked);
    if (path === '/api/v1/model-artifacts/m/signature') return void response.end(this.bundle);
    (this.mischief.shift() ?? wellBehaved)({ ...asked, from: this.fromOf(request) });
  }

  private fromOf({ headers }: IncomingMessage): number {
    const { range, 'if-range': ifRange } = headers;
    this.ranges.push(range);
    const isSame = ifRange === undefined || ifRange === `"${this.artifact.digest}"`;
    return isSame ? Number(/^bytes=(\d+)-$/.exec(range ?? '')?.[1] ?? 0) : 0;
  }

  private giveTicket(request: IncomingMessage, response: ServerResponse): void {
    const [, token = ''] = /^Tutti-Device (\S+)$/.exec(String(request.headers.authorization)) ?? [];
    if (verifyDeviceToken(token).htu !== request.url) throw new Error('for another request');
    const ticket = randomUUID();
    this.tickets.push(ticket);
    const access: ArtifactAccess = {
      artifactPath: '/api/v1/model-artifacts/m',
      bundlePath: '/api/v1/model-artifacts/m/signature',
      ticket,
      expiresAt: new Date(Date.now() + this.ticketLifeMs).toISOString(),
    };
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(access));
  }
}
