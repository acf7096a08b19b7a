import { X509Certificate } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer as createHttpServer } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo, Server as NetServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createUser } from '@nats-io/nkeys';
import { type GeneratedOptions, openGeneratedCertificate, type ServerCertificate } from '@tutti/certificates';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TuttiApi } from '../identity/api';
import { ServerTrust, type TrustOptions } from './server-trust';

const year = 365 * 86_400_000;
const undo: (() => unknown)[] = [];
let root: string;
let folder: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'tutti-trust-'));
  folder = await mkdtemp(join(root, 'agent-'));
  undo.push(() => rm(root, { recursive: true }));
});
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

const certificateOf = async (
  who: string,
  changes: Partial<GeneratedOptions> = {},
): Promise<ServerCertificate> => {
  const names = (): readonly string[] => ['127.0.0.1'];
  const onError = (error: unknown): never => {
    throw error;
  };
  const opened = await openGeneratedCertificate({
    dir: join(root, who),
    name: who,
    names,
    onError,
    ...changes,
  });
  undo.push(() => opened.close());
  return opened;
};

interface Platform {
  readonly url: string;
  /** Headers of every request that arrived. */
  readonly heard: unknown[];
  readonly show: (certificate: ServerCertificate) => void;
}

const listening = async (server: NetServer & { closeAllConnections(): void }, port = 0): Promise<number> => {
  await new Promise<void>((done) => server.listen(port, '127.0.0.1', done));
  undo.push(() => {
    server.closeAllConnections();
    return new Promise((done) => server.close(done));
  });
  return (server.address() as AddressInfo).port;
};

const platformWith = async ({ current }: ServerCertificate): Promise<Platform> => {
  const heard: unknown[] = [];
  const server: Server = createServer({ cert: current.cert, key: current.key }, (request, response) => {
    heard.push(request.headers);
    response.end('{"welcome":true}');
  });
  const url = `https://127.0.0.1:${await listening(server)}`;
  const show = ({ current: { cert, key } }: ServerCertificate): void => {
    server.setSecureContext({ cert, key });
    server.closeAllConnections();
  };
  return { url, heard, show };
};

const trusting = (url: string, options: Partial<TrustOptions> = {}): Promise<ServerTrust> =>
  ServerTrust.open({ folder, url, ...options });
const call = async (url: string, trust: ServerTrust): Promise<unknown> =>
  new TuttiApi(url, createUser(), undefined, trust).request({
    method: 'POST',
    path: 'x',
    json: { token: 'secret' },
  });

describe('a device that knows the fingerprint of the authority', () => {
  it('trusts the server with nothing else, and keeps what that says of its authorities', async () => {
    const certificate = await certificateOf('platform');
    const { url } = await platformWith(certificate);
    const { fingerprint, ca = '' } = certificate.current;
    const trust = await trusting(url, { fingerprint });
    expect(await call(url, trust)).toEqual({ welcome: true });
    await trust.remember(ca);
    const kept = join(folder, 'trust.json');
    expect((await stat(kept)).mode & 0o777).toBe(0o600);
    expect(JSON.parse(await readFile(kept, 'utf8'))).toEqual({ url, fingerprint, ca });
    expect(await call(url, await trusting(url))).toEqual({ welcome: true });
  });

  it('as browsers show it, too', async () => {
    const certificate = await certificateOf('platform');
    const { url } = await platformWith(certificate);
    const { fingerprint256 } = new X509Certificate(certificate.current.ca ?? '');
    expect(await call(url, await trusting(url, { fingerprint: fingerprint256 }))).toEqual({ welcome: true });
  });

  it('refuses a man in the middle with another authority, who hears nothing', async () => {
    const [real, other] = [await certificateOf('platform'), await certificateOf('mallory')];
    const { url, heard } = await platformWith(other);
    const { fingerprint } = real.current;
    const trust = await trusting(url, { fingerprint });
    await expect(call(url, trust)).rejects.toThrow(/shows another authority.*Nothing was sent/s);
    await trust.remember(other.current.ca ?? '');
    await expect(call(url, await trusting(url, { fingerprint }))).rejects.toThrow(/another authority/);
    expect(heard).toEqual([]);
  });

  it('refuses one who shows the right authority beside a certificate that it did not sign', async () => {
    const [real, other] = [await certificateOf('platform'), await certificateOf('mallory')];
    const forged = other.current.cert.split('-----END CERTIFICATE-----\n')[0] ?? '';
    const cert = `${forged}-----END CERTIFICATE-----\n${real.current.ca}`;
    const { url, heard } = await platformWith({ ...other, current: { ...other.current, cert } });
    const { fingerprint } = real.current;
    await expect(call(url, await trusting(url, { fingerprint }))).rejects.toThrow(/another authority/);
    expect(heard).toEqual([]);
  });

  it('refuses one who appears later, after the server was trusted', async () => {
    const [real, other] = [await certificateOf('platform'), await certificateOf('mallory')];
    const { url, heard, show } = await platformWith(real);
    const { fingerprint, ca = '' } = real.current;
    const trust = await trusting(url, { fingerprint });
    await call(url, trust);
    await trust.remember(ca);
    show(other);
    await expect(call(url, trust)).rejects.toThrow(
      /not come from the authority that this device was told of/,
    );
    expect(heard).toHaveLength(1);
  });

  it('stays connected when the certificate is renewed, and when the authority is followed by another', async () => {
    let time = Date.now() - 8 * year;
    const old = await certificateOf('platform', { now: () => new Date(time) });
    const { fingerprint: oldFingerprint, ca: oldCa = '' } = old.current;
    time = Date.now();
    await old.renew();
    const { url } = await platformWith(old);
    // A device that only ever heard of the old authority, and tokens of both.
    await writeFile(join(folder, 'trust.json'), JSON.stringify({ url, ca: oldCa }));
    const trust = await trusting(url);
    expect(await call(url, trust)).toEqual({ welcome: true });
    await trust.remember(old.current.ca ?? '');
    for (const fingerprint of [oldFingerprint, old.current.fingerprint])
      expect(await call(url, await trusting(url, { fingerprint }))).toEqual({ welcome: true });
    time += 3 * year;
    await old.renew();
    expect(old.current.ca).not.toContain(oldCa);
    expect((await trust.tls()).ca).toContain(old.current.ca);
  });
});

describe('without a fingerprint', () => {
  it('an unknown authority is refused, and the message says what helps', async () => {
    const { url, heard } = await platformWith(await certificateOf('platform'));
    await expect(call(url, await trusting(url))).rejects.toThrow(
      /enrolment token.*--ca-fingerprint.*--ca-file.*trust store/s,
    );
    expect(heard).toEqual([]);
  });

  it('a file names the authority, and nothing overrules it', async () => {
    const [certificate, other] = [await certificateOf('platform'), await certificateOf('mallory')];
    const { url, show } = await platformWith(certificate);
    const trust = await trusting(url, { caFile: certificate.caFile });
    expect(await call(url, trust)).toEqual({ welcome: true });
    await trust.remember(other.current.ca ?? '');
    show(other);
    await expect(call(url, trust)).rejects.toThrow(/not come from the authority/);
    await expect(call(url, await trusting(url, { caFile: join(root, 'missing') }))).rejects.toThrow(
      /--ca-file/,
    );
  });
});

describe('what is wrong is said', () => {
  it('another name', async () => {
    const certificate = await certificateOf('platform', { names: () => ['tutti.example'] });
    const { url } = await platformWith(certificate);
    await expect(call(url, await trusting(url, { caFile: certificate.caFile }))).rejects.toThrow(
      /tutti\.example, not for 127\.0\.0\.1.*--public-host/,
    );
  });

  it.each([
    ['expired', -200 * 86_400_000, /has expired.*clock says/],
    ['not valid yet', 2 * year, /not valid yet.*clock says/],
  ])('a certificate that is %s', async (_, away, message) => {
    const certificate = await certificateOf('platform', { now: () => new Date(Date.now() + away) });
    const { url } = await platformWith(certificate);
    await expect(call(url, await trusting(url, { caFile: certificate.caFile }))).rejects.toThrow(message);
  });

  it('a server that does not speak TLS', async () => {
    const url = `https://127.0.0.1:${await listening(createHttpServer((_, response) => response.end()))}`;
    await expect(call(url, await trusting(url))).rejects.toThrow(/does not speak TLS.*http:\/\//);
  });
});
