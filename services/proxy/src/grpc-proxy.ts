import {
  type ClientHttp2Session,
  connect,
  constants,
  createSecureServer,
  createServer,
  type Http2SecureServer,
  type Http2Server,
  type Http2Session,
  type IncomingHttpHeaders,
  type ServerHttp2Stream,
} from 'node:http2';
import type { AddressInfo } from 'node:net';
import { status } from '@grpc/grpc-js';
import type { ServerCertificate } from '@tutti/certificates';
import { assertEncrypted } from '@tutti/service-kit';
import type { Pool } from './pool';
import type { Replica } from './replica';

export interface GrpcProxyOptions {
  readonly host: string;
  /** TLS. A host beyond the loopback is refused without it, unless `insecure` says so. */
  readonly certificate?: ServerCertificate | undefined;
  readonly insecure?: boolean | undefined;
  readonly port: number;
  readonly pool: Pool;
  /** Answers to `grpc.*`: health and reflection of all services together. */
  readonly own: Replica;
}

export interface GrpcProxy {
  readonly port: number;
  close(): Promise<void>;
}

const connectWithinMs = 2000;

const listener = (certificate: ServerCertificate | undefined): Http2Server | Http2SecureServer => {
  if (certificate === undefined) return createServer();
  const options = { minVersion: 'TLSv1.2' } as const;
  const server = createSecureServer({ ...options, ...pairOf(certificate) });
  certificate.onChange(() => server.setSecureContext({ ...options, ...pairOf(certificate) }));
  return server;
};

const pairOf = ({ current: { cert, key } }: ServerCertificate) => ({ cert, key });

/** Ends a call that nobody answered: headers that are trailers at the same time. */
const refuse = (stream: ServerHttp2Stream, code: status, message: string): void => {
  if (stream.destroyed || stream.headersSent) return;
  const headers = {
    ':status': 200,
    'content-type': 'application/grpc+proto',
    'grpc-status': String(code),
    'grpc-message': encodeURIComponent(message).replaceAll('%20', ' '),
  };
  stream.respond(headers, { endStream: true });
};

const lost = {
  'grpc-status': String(status.UNAVAILABLE),
  'grpc-message': 'The connection to the service was lost. Repeat the call with the same idempotency key.',
};

/** One connection to each replica, made when it is needed; calls share it. */
class Sessions {
  readonly #open = new Map<Replica, Promise<ClientHttp2Session>>();

  to(replica: Replica): Promise<ClientHttp2Session> {
    const known = this.#open.get(replica) ?? this.#connect(replica);
    this.#open.set(replica, known);
    return known;
  }

  close(): void {
    for (const opening of this.#open.values())
      opening.then(
        (session) => session.destroy(),
        () => undefined,
      );
  }

  #connect(replica: Replica): Promise<ClientHttp2Session> {
    return new Promise((resolve, reject) => {
      const forget = (): void => void this.#open.delete(replica);
      const session = connect(replica.grpc ?? replica.http);
      const tooLate = setTimeout(() => session.destroy(new Error('no connection in time')), connectWithinMs);
      session.once('connect', () => {
        clearTimeout(tooLate);
        resolve(session);
      });
      session.once('goaway', forget);
      session.once('close', () => {
        clearTimeout(tooLate);
        forget();
        reject(new Error('no connection'));
      });
      session.on('error', reject);
    });
  }
}

/** The replica is chosen and connected: from here on the call is the replica's. */
const pass = (
  stream: ServerHttp2Stream,
  headers: IncomingHttpHeaders,
  { session, replica }: { readonly session: ClientHttp2Session; readonly replica: Replica },
): void => {
  const from = { 'x-forwarded-for': stream.session?.socket.remoteAddress ?? '' };
  const upstream = session.request({ ...headers, ...from });
  let trailers: IncomingHttpHeaders = lost;
  const pending = { destroy: (): void => void upstream.close(constants.NGHTTP2_CANCEL) };
  replica.hold(pending);
  upstream.once('response', (answered, flags) => {
    const ended = (flags & constants.NGHTTP2_FLAG_END_STREAM) !== 0;
    if (stream.destroyed) return;
    stream.respond(answered, ended ? { endStream: true } : { waitForTrailers: true });
    if (!ended) upstream.pipe(stream);
  });
  upstream.once('trailers', (given: IncomingHttpHeaders) => (trailers = given));
  stream.once('wantTrailers', () => stream.sendTrailers(trailers));
  upstream.on('error', () => undefined);
  upstream.once('close', () => {
    replica.release(pending);
    refuse(stream, status.UNAVAILABLE, lost['grpc-message']);
    if (!stream.writableEnded) stream.end();
  });
  stream.on('error', () => undefined);
  stream.once('close', () => upstream.close(stream.rstCode || constants.NGHTTP2_CANCEL));
  stream.pipe(upstream);
};

const serviceOf = (path: string): string | undefined => /^\/tutti\.([a-z]+)\./.exec(path)?.[1];

/** Routes gRPC by the package of its method: streams, trailers and cancellation as they are. */
export const startGrpcProxy = async (options: GrpcProxyOptions): Promise<GrpcProxy> => {
  const { host, port, certificate, pool, own } = options;
  assertEncrypted(host, options);
  const [sessions, callers] = [new Sessions(), new Set<Http2Session>()];

  const replicaFor = (path: string, tried: ReadonlySet<Replica>): Replica | undefined => {
    if (path.startsWith('/grpc.')) return tried.has(own) ? undefined : own;
    return pool.pick(serviceOf(path) ?? '', tried);
  };

  const serve = async (stream: ServerHttp2Stream, headers: IncomingHttpHeaders): Promise<void> => {
    const path = headers[':path'] ?? '';
    const tried = new Set<Replica>();
    for (;;) {
      const replica = replicaFor(path, tried);
      if (!replica) break;
      tried.add(replica);
      // Nothing was sent where there is no connection: the next one is asked.
      const session = await sessions.to(replica).catch(() => undefined);
      if (session) return pass(stream, headers, { session, replica });
      replica.refused();
    }
    const known = pool.services.has(serviceOf(path) ?? '');
    if (known)
      refuse(stream, status.UNAVAILABLE, 'No replica of the service is ready. Try again in a moment.');
    else refuse(stream, status.UNIMPLEMENTED, 'There is no such service here.');
  };

  const server = listener(certificate);
  server.on('session', (session) => {
    callers.add(session);
    session.once('close', () => callers.delete(session));
  });
  server.on('stream', (stream, headers) => void serve(stream, headers));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const session of callers) session.destroy();
      sessions.close();
      await closed;
    },
  };
};
