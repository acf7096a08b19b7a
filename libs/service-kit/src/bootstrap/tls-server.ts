import { randomBytes } from 'node:crypto';
import type { Server as HttpServer } from 'node:http';
import { Server, type ServerOptions as HttpsOptions } from 'node:https';
import type { Socket } from 'node:net';
import type { ServerCertificate } from '@tutti/certificates';
import { isLoopback } from '@tutti/contracts/common';
import { HttpRefusal } from '../problem/http-refusals';
import { answerRaw } from './refuse-connection';

/** Content type of a TLS record that begins a handshake (RFC 8446, B.1). No HTTP method begins so. */
const handshakeRecord = 0x16;
const helloWithinMs = 10_000;

type Listener = (socket: Socket) => void;

/** Whoever speaks plain HTTP to the port is told so, in plain HTTP, with nothing read but the first byte. */
const tellPlainHttp =
  (secure: Listener): Listener =>
  (socket) => {
    const hangUp = (): void => void socket.destroy();
    socket.setTimeout(helloWithinMs, hangUp).once('error', hangUp);
    socket.once('readable', () => {
      const first = socket.read(1) as Buffer | null;
      socket.setTimeout(0, hangUp).off('timeout', hangUp).off('error', hangUp);
      if (first === null) return hangUp();
      if (first[0] === handshakeRecord) {
        socket.unshift(first);
        return secure(socket);
      }
      const detail = 'This port speaks HTTPS: write https:// instead of http://.';
      answerRaw(socket, new HttpRefusal(400, detail), randomBytes(16).toString('hex'));
    });
  };

/** Has an HTTPS server exchange its certificate while it runs (connections that stand keep theirs), and explain itself. */
export const keepCertificate = (server: HttpServer, certificate: ServerCertificate): void => {
  if (!(server instanceof Server)) throw new Error('The server does not speak HTTPS.');
  certificate.onChange(({ cert, key }) => server.setSecureContext({ ...tlsOptions, cert, key }));
  const [secure] = server.listeners('connection') as Listener[];
  if (secure) server.removeAllListeners('connection').on('connection', tellPlainHttp(secure.bind(server)));
};

const tlsOptions = { minVersion: 'TLSv1.2' } as const;

export const httpsOptions = ({ current }: ServerCertificate): HttpsOptions => ({
  ...tlsOptions,
  cert: current.cert,
  key: current.key,
});

/** Nothing beyond this machine is ever plain by mistake. */
export const assertEncrypted = (
  host: string,
  {
    certificate,
    insecure = false,
  }: { readonly certificate?: unknown; readonly insecure?: boolean | undefined },
): void => {
  if (isLoopback(host) || certificate !== undefined || insecure) return;
  throw new Error(
    `Listening on ${host} without TLS would show passwords to the network. Give it a certificate, or say insecure.`,
  );
};
