import type { Readable } from 'node:stream';
import { type ArtifactAccess, artifactAccess, type deploymentErrors } from '@tutti/contracts/deployment';
import type { trainingErrors } from '@tutti/contracts/training';
import { ApiError, type TuttiApi } from '../identity/api';
import type { StreamedAnswer } from '../identity/http-client';
import { DeploymentFailure } from './deployment-failure';
import { Stall } from './stall';

/** Bytes of an artifact as they come. */
export interface ArtifactBytes {
  /** Where they begin: 0 when the server sends the whole, whatever it was asked for. */
  readonly from: number;
  /** Bytes of the whole, as far as the server says. */
  readonly total: number | undefined;
  readonly chunks: AsyncIterable<Buffer>;
  /** Hangs up on what was not read. */
  close(): void;
}

/** What an artifact is fetched from. Both throw a `DeploymentFailure` for what stays as it is, anything else for trouble. */
export interface ArtifactSource {
  /** From an offset on, as long as the bytes there are still those of the digest. */
  open(digest: string, offset: number, signal: AbortSignal): Promise<ArtifactBytes>;
  /** The signature: a Sigstore bundle. */
  bundle(signal: AbortSignal): Promise<string>;
}

export interface ArtifactClientOptions {
  readonly api: TuttiApi;
  readonly deviceId: string;
  readonly deploymentId: string;
  /** After which silence a line counts as dead. */
  readonly stallMs?: number;
}

interface Wanted {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly ticket: string;
}

const largestBundle = 262_144;
/** A ticket that ends sooner than this is not worth a request. */
const leastTicketMs = 5000;

type Code = keyof typeof deploymentErrors | keyof typeof trainingErrors;
/** Codes, not status codes: whoever stands between here and the platform says 404, too, while it is set up anew. */
const gone: ReadonlySet<string> = new Set<Code>(['model.not-found', 'model.artifact-gone']);
const refused: ReadonlySet<string> = new Set<Code>(['deployment.not-yours', 'deployment.closed']);
const notFound: Code = 'deployment.not-found';
/** A replica that lags behind may not know it for a moment. */
const mostUnknown = 6;

/** The artifact of one deployment at the platform: asks for a ticket, and for another when it ends. */
export class ArtifactClient implements ArtifactSource {
  private access: ArtifactAccess | undefined;
  /** How often in a row the platform did not know the deployment. */
  private unknown = 0;

  constructor(private readonly options: ArtifactClientOptions) {}

  open(digest: string, offset: number, signal: AbortSignal): Promise<ArtifactBytes> {
    const range = offset === 0 ? {} : { range: `bytes=${offset}-`, 'if-range': `"${digest}"` };
    // Compressed on its way, its offsets would be others.
    const headers = { 'accept-encoding': 'identity', ...range };
    return this.withTicket(
      ({ artifactPath: path, ticket }) => this.get({ path, headers, ticket }, signal),
      signal,
    );
  }

  async bundle(signal: AbortSignal): Promise<string> {
    const { chunks } = await this.withTicket(
      ({ bundlePath: path, ticket }) => this.get({ path, headers: {}, ticket }, signal),
      signal,
    );
    const parts: Buffer[] = [];
    let size = 0;
    for await (const chunk of chunks) {
      size += chunk.length;
      if (size > largestBundle)
        throw new DeploymentFailure('signature.invalid', `A signature has at most ${largestBundle} bytes.`);
      parts.push(chunk);
    }
    return Buffer.concat(parts).toString('utf8');
  }

  private async withTicket<T>(work: (access: ArtifactAccess) => Promise<T>, signal: AbortSignal): Promise<T> {
    const known = this.access;
    const access = await this.ticket(signal);
    try {
      return await work(access);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (gone.has(error.code)) throw failure('artifact.gone', error);
      if (error.status !== 401 && error.status !== 403) throw error;
      this.access = undefined;
      // An old one may have ended by now. Whose new one is not taken waits before the next.
      if (access !== known) throw error;
      return this.withTicket(work, signal);
    }
  }

  private async ticket(signal: AbortSignal): Promise<ArtifactAccess> {
    const { api, deviceId, deploymentId } = this.options;
    const known = this.access;
    if (known && Date.parse(known.expiresAt) - api.clock.now() > leastTicketMs) return known;
    this.access = undefined;
    const request = {
      method: 'POST',
      path: `deployments/${deploymentId}/artifact`,
      deviceId,
      signal,
    } as const;
    try {
      this.access = artifactAccess.parse(await api.request(request));
      this.unknown = 0;
      return this.access;
    } catch (error) {
      if (error instanceof ApiError && this.isFinal(error)) throw failure('artifact.refused', error);
      throw error;
    }
  }

  private isFinal({ code }: ApiError): boolean {
    this.unknown = code === notFound ? this.unknown + 1 : 0;
    return refused.has(code) || this.unknown >= mostUnknown;
  }

  private async get({ path, headers, ticket }: Wanted, signal: AbortSignal): Promise<ArtifactBytes> {
    const stall = new Stall(this.options.stallMs ?? 30_000);
    const either = AbortSignal.any([signal, stall.signal]);
    try {
      const request = { path: belowApi(path), headers, ticket, signal: either };
      return arriving(await this.options.api.open(request), stall);
    } catch (error) {
      stall.end();
      throw stall.reasonOf(error);
    }
  }
}

/** A ticket goes to the platform and nowhere else. */
function belowApi(path: string): string {
  const root = '/api/v1/';
  if (path.startsWith(root)) return path.slice(root.length);
  throw new Error(`The server names a place outside of its API: ${path}`);
}

const failure = (code: string, cause: ApiError): DeploymentFailure =>
  new DeploymentFailure(code, cause.message, { cause });

function arriving({ status, headers, stream }: StreamedAnswer, stall: Stall): ArtifactBytes {
  const [, from, total] = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(headers['content-range'] ?? '') ?? [];
  const isPart = status === 206;
  const close = (): void => {
    stall.end();
    stream.destroy();
  };
  if (isPart && from === undefined) {
    close();
    throw new Error('The server sent a part and did not say which.');
  }
  return {
    from: isPart ? Number(from) : 0,
    total: numberOf(isPart ? total : headers['content-length']),
    chunks: heard(stream, stall),
    close,
  };
}

const numberOf = (text: string | undefined): number | undefined =>
  text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;

async function* heard(stream: Readable, stall: Stall): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of stream) {
      stall.heard();
      yield chunk as Buffer;
    }
  } catch (error) {
    throw stall.reasonOf(error);
  } finally {
    stall.end();
  }
}
