import { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { connect, type DetailedPeerCertificate } from 'node:tls';
import { matchesFingerprint } from '@tutti/certificates/fingerprint';
import { TrustError } from './trust-error';

const withinMs = 15_000;

/** The certificates that a server shows, its own first. Nothing is sent but the handshake. */
async function shownBy({ hostname, port }: URL): Promise<readonly X509Certificate[]> {
  const host = hostname.replace(/^\[|\]$/g, '');
  const name = isIP(host) === 0 ? { servername: host } : {};
  const peer = await new Promise<DetailedPeerCertificate>((resolve, reject) => {
    // Not verified on purpose: what is shown is compared with the fingerprint, and the connection is closed.
    const socket = connect({ host, port: Number(port || 443), ...name, rejectUnauthorized: false }, () => {
      resolve(socket.getPeerCertificate(true));
      socket.destroy();
    });
    socket.setTimeout(withinMs, () => socket.destroy(new Error(`no answer within ${withinMs / 1000} s`)));
    socket.once('error', reject);
  });
  const all: X509Certificate[] = [];
  for (let next: DetailedPeerCertificate | undefined = peer; next?.raw !== undefined;) {
    all.push(new X509Certificate(next.raw));
    next = next.issuerCertificate === next ? undefined : next.issuerCertificate;
  }
  return all;
}

/** The certificate (PEM) that the fingerprint means, out of what the server shows. Throws when it shows no such one. */
export async function discoverAuthority(url: URL, fingerprint: string): Promise<string> {
  const shown = await shownBy(url);
  const found = shown.find((certificate) => matchesFingerprint(fingerprint, certificate));
  if (found !== undefined) return found.toString();
  throw new TrustError(
    `The server shows another authority than the one that the token or --ca-fingerprint names (${fingerprint}). ` +
      'Nothing was sent to it. Somebody may be in between; or the server was set up anew and you need a new token.',
  );
}
