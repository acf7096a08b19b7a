import { X509Certificate } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, createServer, type ConnectionOptions } from 'node:tls';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  certificatePaths,
  openGeneratedCertificate,
  openGivenCertificate,
  type CertificateMaterial,
  type GeneratedOptions,
  type ServerCertificate,
} from '../src/index';
import { matchesFingerprint, splitPem } from '../src/fingerprint';

const day = 86_400_000;
const undo: (() => unknown)[] = [];
let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tutti-certificates-'));
  undo.push(() => rm(dir, { recursive: true }));
});
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

const failOn = (error: unknown): never => {
  throw error;
};

const open = async (changes: Partial<GeneratedOptions> = {}): Promise<ServerCertificate> => {
  const names = (): readonly string[] => ['tutti.example', '192.0.2.7', '127.0.0.1', '::1'];
  const opened = await openGeneratedCertificate({ dir, name: 'test', names, onError: failOn, ...changes });
  undo.push(() => opened.close());
  return opened;
};

/** `ok`, or the code with which a client refuses the server. */
const handshake = async (material: CertificateMaterial, options: ConnectionOptions): Promise<string> => {
  const server = createServer({ cert: material.cert, key: material.key });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  const outcome = await new Promise<string>((done) => {
    const socket = connect({ host: '127.0.0.1', port, ...options }, () => {
      socket.destroy();
      done('ok');
    });
    socket.on('error', (error: NodeJS.ErrnoException) => done(error.code ?? error.message));
  });
  await new Promise((done) => server.close(done));
  return outcome;
};

const leafOf = (material: CertificateMaterial): X509Certificate => new X509Certificate(material.cert);

describe('a generated certificate', () => {
  it('is for all names and addresses, from an authority that is kept in private (S1-10)', async () => {
    const { current, pemFile, caFile } = await open();
    for (const servername of ['tutti.example', 'localhost'])
      expect(await handshake(current, { ca: current.ca, servername })).toBe(
        servername === 'localhost' ? 'ERR_TLS_CERT_ALTNAME_INVALID' : 'ok',
      );
    expect(await handshake(current, { ca: current.ca })).toBe('ok');
    expect(leafOf(current).subjectAltName).toContain('192.0.2.7');
    expect(await readFile(caFile ?? '', 'utf8')).toBe(current.ca);
    expect(await readFile(pemFile ?? '', 'utf8')).toBe(current.cert + current.key);
    for (const path of [pemFile ?? '', certificatePaths(dir).authority])
      expect((await stat(path)).mode & 0o077).toBe(0);
  });

  it('is refused by whoever does not know the authority, and shows the authority in the handshake', async () => {
    const { current } = await open();
    expect(await handshake(current, {})).toBe('SELF_SIGNED_CERT_IN_CHAIN');
    const shown = splitPem(current.cert).map((pem) => new X509Certificate(pem));
    expect(shown.filter((each) => matchesFingerprint(current.fingerprint ?? '', each))).toHaveLength(1);
  });

  it('stays below 825 days and begins a year ago', async () => {
    const { validFromDate, validToDate } = leafOf((await open()).current);
    expect(validToDate.getTime() - validFromDate.getTime()).toBeLessThan(825 * day);
    expect(validFromDate.getTime()).toBeLessThan(Date.now() - 364 * day);
  });

  it('is the same after a restart', async () => {
    const first = await open();
    const again = await open();
    expect(again.current).toEqual(first.current);
  });

  it('is renewed a month before its end without another authority, and says so', async () => {
    let time = Date.now();
    const opened = await open({ now: () => new Date(time) });
    const [first, told] = [opened.current, [] as CertificateMaterial[]];
    opened.onChange((material) => told.push(material));
    await opened.renew();
    expect(told).toEqual([]);
    time += 61 * day;
    await opened.renew();
    expect(told).toEqual([opened.current]);
    expect(opened.current.cert).not.toBe(first.cert);
    expect(opened.current).toMatchObject({ ca: first.ca, fingerprint: first.fingerprint });
  });

  it('is renewed by itself when the names change', async () => {
    let names = ['127.0.0.1'];
    const opened = await open({ names: () => names, everyMs: 5 });
    const changed = new Promise<CertificateMaterial>((done) => opened.onChange(done));
    names = ['127.0.0.1', 'new.example'];
    expect(leafOf(await changed).subjectAltName).toContain('new.example');
  });

  it('after a change of the authority convinces who trusts the old one, the new one, or both', async () => {
    let time = Date.now() - 8 * 365 * day;
    const opened = await open({ now: () => new Date(time) });
    const before = opened.current;
    time = Date.now();
    await opened.renew();
    const after = opened.current;
    expect(after.ca).toContain(before.ca);
    for (const ca of [before.ca, after.ca, splitPem(after.ca ?? '')[0]])
      expect(await handshake(after, { ca })).toBe('ok');
    const shown = splitPem(after.cert).map((pem) => new X509Certificate(pem));
    for (const { fingerprint = '' } of [before, after]) {
      const anchor = shown.find((each) => matchesFingerprint(fingerprint, each));
      const trust = { ca: anchor?.toString(), allowPartialTrustChain: true };
      expect(await handshake(after, trust)).toBe('ok');
    }
    time += 3 * 365 * day;
    await opened.renew();
    expect(opened.current.ca).toBe(splitPem(after.ca ?? '')[0]);
  });

  it('whose authority cannot be read is not replaced in silence', async () => {
    await open();
    await writeFile(certificatePaths(dir).authority, '{');
    await expect(open()).rejects.toThrow(/restore it from a backup/);
  });
});

describe('a given certificate', () => {
  const given = async (files: { cert: string; key: string; ca?: string }): Promise<ServerCertificate> => {
    // While its files are being written they may not fit together: it is looked again.
    const onError = (): void => undefined;
    const opened = await openGivenCertificate({ files, dir: join(dir, 'given'), onError, everyMs: 5 });
    undo.push(() => opened.close());
    return opened;
  };
  const writeFiles = async (material: CertificateMaterial) => {
    const files = { cert: join(dir, 'cert.pem'), key: join(dir, 'key.pem'), ca: join(dir, 'given-ca.pem') };
    await writeFile(files.key, material.key);
    await writeFile(files.ca, material.ca ?? '');
    await writeFile(files.cert, splitPem(material.cert)[0] ?? '');
    return files;
  };

  it('is shown together with its authority, and read anew when its files change', async () => {
    let names = ['127.0.0.1'];
    const source = await open({ names: () => names });
    const files = await writeFiles(source.current);
    const opened = await given(files);
    expect(opened.current).toEqual(source.current);
    expect(await handshake(opened.current, { ca: opened.current.ca })).toBe('ok');
    const changed = new Promise<CertificateMaterial>((done) => opened.onChange(done));
    names = ['127.0.0.1', 'renewed.example'];
    await source.renew();
    await writeFiles(source.current).catch(failOn);
    expect(leafOf(await changed).subjectAltName).toContain('renewed.example');
  });

  it('of a public authority needs no trust of its own', async () => {
    const { ca: _ca, ...files } = await writeFiles((await open()).current);
    const opened = await given(files);
    expect(opened.caFile).toBeUndefined();
    expect(opened.current).not.toHaveProperty('fingerprint');
  });

  it.each([
    ['a key of another certificate', 'key', 'does not belong to the certificate'],
    ['no certificate', 'cert', 'holds no certificate in PEM'],
    ['a missing file', 'missing', 'cannot be read (ENOENT)'],
  ])('with %s is refused by name', async (_, fault, message) => {
    const files = await writeFiles((await open()).current);
    if (fault === 'key') {
      await rm(certificatePaths(dir).server);
      await writeFile(files.key, (await open()).current.key);
    }
    if (fault === 'cert') await writeFile(files.cert, 'nothing');
    if (fault === 'missing') await rm(files.ca);
    await expect(given(files)).rejects.toThrow(message);
  });

  it('that has expired is refused', async () => {
    const old = await open({ now: () => new Date(Date.now() - 91 * day) });
    await expect(given(await writeFiles(old.current))).rejects.toThrow(/expired on/);
  });
});
