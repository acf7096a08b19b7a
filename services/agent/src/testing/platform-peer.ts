import { createHash, randomUUID, verify } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  type EnrolmentAnswer,
  type EnrolmentRequest,
  enrolmentProof,
  enrolmentRequest,
} from '@tutti/contracts/devices';
import type { ArtifactPeer } from './artifact-peer';
import { FrameReceiver } from './frame-receiver';
import { keyOf, sha256, verifyDeviceToken } from './device-signatures';

interface Refusal {
  readonly status: number;
  readonly code: string;
  /** Seconds. */
  readonly retryAfter?: number;
}
type Headers = Readonly<Record<string, string>>;
type Answer = readonly [status: number, body?: object | Buffer | undefined, headers?: Headers | undefined];

/**
 * The other end of the wire: speaks the device routes of the contract, checks every signature with node:crypto, and can
 * be told how to behave. It shares no code with the devices service.
 */
export class PlatformPeer {
  url = '';
  status: EnrolmentAnswer['status'] = 'accepted';
  reason: string | null = null;
  clockOffsetMs = 0;
  /** Answers the next requests whose path matches with a refusal. */
  refusals: { readonly path: RegExp; readonly refusal: Refusal; times: number }[] = [];
  /** What a device gets to connect with. */
  issue: (deviceId: string, publicKey: string) => Promise<object>;
  readonly calls: string[] = [];
  readonly frames = new FrameReceiver();
  /** Has the models that devices are to run. */
  artifacts: ArtifactPeer | undefined;
  /** Requests whose path matches are answered by cutting the line, once they were heeded. */
  cut: { readonly path: RegExp; times: number } = { path: /^$/, times: 0 };
  readonly previews = new Map<string, Buffer>();
  /** Pictures of commands, by command: bytes, or what they wait for. */
  readonly pictures = new Map<string, Buffer | Promise<Buffer>>();
  /** Log lines that came, by command. */
  readonly logs = new Map<string, Buffer>();
  request: EnrolmentRequest | undefined;
  private readonly nonces = new Set<string>();
  private readonly server = createServer((request, response) => {
    // Whoever was cut off gets no answer.
    const serving = this.artifacts?.takes(request.url ?? '')
      ? this.artifacts.serve(request, response)
      : this.serve(request, response);
    serving.catch(() => response.destroy());
  });

  constructor() {
    this.issue = async (deviceId) =>
      credentialsFor(deviceId, 'no-jwt', 'nats://127.0.0.1:1', { now: this.now() });
  }

  static async start(): Promise<PlatformPeer> {
    const peer = new PlatformPeer();
    await new Promise<void>((resolve) => peer.server.listen(0, '127.0.0.1', resolve));
    peer.url = `http://127.0.0.1:${(peer.server.address() as AddressInfo).port}`;
    return peer;
  }

  now(): number {
    return Date.now() + this.clockOffsetMs;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const path = (request.url ?? '').replace('/api/v1/', '');
    this.calls.push(`${request.method} ${path}`);
    const [status, json, more = {}] = await this.answer(request, path, body).catch(
      (error: unknown): Answer => [401, { code: 'device.token-invalid', detail: String(error) }],
    );
    if (this.cut.times > 0 && this.cut.path.test(path)) {
      this.cut.times--;
      return void response.destroy();
    }
    response.writeHead(status, {
      ...more,
      'content-type': 'application/json',
      date: new Date(this.now()).toUTCString(),
    });
    response.end(json === undefined || Buffer.isBuffer(json) ? json : JSON.stringify(json));
  }

  private async answer(request: IncomingMessage, path: string, body: Buffer): Promise<Answer> {
    const known = this.refusals.find((each) => each.times > 0 && each.path.test(path));
    if (known !== undefined) {
      known.times--;
      const { status, retryAfter } = known.refusal;
      const headers: Headers = retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) };
      return [status, problemOf(known.refusal), headers];
    }
    if (path === 'enrolments/challenges') return [201, this.challenge()];
    if (path === 'enrolments') return this.enrol(enrolmentRequest.parse(JSON.parse(body.toString())));
    const deviceId = this.authenticate(request, body);
    if (this.frames.takes(path)) return this.answerFrame(request, path, body);
    return this.answerDevice(deviceId, path, body);
  }

  private async answerFrame(
    { method = '', headers }: IncomingMessage,
    path: string,
    body: Buffer,
  ): Promise<Answer> {
    const { status, code, headers: told } = await this.frames.answer({ method, path, headers, body });
    return [status, code === undefined ? undefined : problemOf({ status, code }), told];
  }

  private async answerDevice(deviceId: string, path: string, body: Buffer): Promise<Answer> {
    if (path === `enrolments/${deviceId}`) return [200, this.enrolmentOf(deviceId)];
    if (path === `enrolments/${deviceId}/credentials`) {
      if (this.status !== 'accepted') return [409, problemOf({ status: 409, code: 'device.not-registered' })];
      return [201, await this.issue(deviceId, this.request?.publicKey ?? '')];
    }
    const commands = `devices/${deviceId}/commands/`;
    if (path.startsWith(commands)) return this.answerCommand(path.slice(commands.length), body);
    const digest = new RegExp(`^devices/${deviceId}/previews/([0-9a-f]{64})$`).exec(path)?.[1];
    if (digest === undefined || sha256(body) !== digest)
      return [404, problemOf({ status: 404, code: 'request.not-found' })];
    this.previews.set(digest, body);
    return [204];
  }

  private async answerCommand(path: string, body: Buffer): Promise<Answer> {
    const [id = '', ...rest] = path.split('/');
    const what = rest.join('/');
    const picture = await this.pictures.get(id);
    if (what === 'picture') return picture ? [200, picture] : [404, problemOf({ status: 404, code: 'gone' })];
    if (what !== `logs/${sha256(body)}`) return [422, problemOf({ status: 422, code: 'digest' })];
    this.logs.set(id, body);
    return [204];
  }

  private challenge(): object {
    const nonce = randomUUID();
    this.nonces.add(nonce);
    return { nonce, expiresAt: new Date(this.now() + 60_000).toISOString() };
  }

  private enrol(asked: EnrolmentRequest): Answer {
    const proof = enrolmentProof(asked.nonce, asked.serial, asked.publicKey);
    const right = verify(null, proof, keyOf(asked.publicKey), Buffer.from(asked.signature, 'base64url'));
    if (!right || !this.nonces.delete(asked.nonce)) return [401, { code: 'enrolment.proof-invalid' }];
    const again = this.request !== undefined;
    this.request = asked;
    return [again ? 202 : 201, this.enrolmentOf(deviceIdOf(asked.serial))];
  }

  private enrolmentOf(id: string): EnrolmentAnswer {
    return { id, status: this.status, reason: this.reason };
  }

  private authenticate(request: IncomingMessage, body: Buffer): string {
    const [, token = ''] = /^Tutti-Device (\S+)$/.exec(String(request.headers.authorization)) ?? [];
    const { iss, htm, htu, sha256: digest, size, iat, exp } = verifyDeviceToken(token);
    const now = this.now() / 1000;
    if (htm !== request.method || htu !== request.url) throw new Error('for another request');
    if (digest !== sha256(body) || size !== body.length) throw new Error('for another body');
    if (iat > now + 5 || exp < now || exp - iat > 60) throw new Error('at another time');
    return iss;
  }
}

const problemOf = ({ status, code }: Refusal): object => ({ type: 'about:blank', title: code, status, code });

export const deviceIdOf = (serial: string): string => {
  const alphabet = 'abcdefghijklmnopqrstuvwxyz234567';
  return [...createHash('sha256').update(serial).digest()]
    .slice(0, 26)
    .map((byte) => alphabet[byte & 31])
    .join('');
};

/** What a device connects with; to be renewed when half of its life is over. */
export const credentialsFor = (
  deviceId: string,
  jwt: string,
  natsUrl: string,
  { lifetimeMs = 3_600_000, now = Date.now() } = {},
): object => ({
  deviceId,
  jwt,
  natsUrls: [natsUrl],
  expiresAt: new Date(now + lifetimeMs).toISOString(),
  renewAfter: new Date(now + lifetimeMs / 2).toISOString(),
});
