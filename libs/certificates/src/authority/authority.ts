import 'reflect-metadata';
import { createPrivateKey, createPublicKey, KeyObject, randomBytes, type webcrypto } from 'node:crypto';
import { isIP } from 'node:net';
import * as x509 from '@peculiar/x509';

/** An installation's own certificate authority. PEM throughout; `key` is a secret. */
export interface Authority {
  readonly key: string;
  /** Self-signed. */
  readonly cert: string;
  /** After a change of the authority: the one before, and this one's key as that one signed it. */
  readonly previous?: string | undefined;
  readonly cross?: string | undefined;
}

export interface Leaf {
  readonly cert: string;
  readonly key: string;
}

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const day = 86_400_000;
const authorityDays = 3650;
/**
 * Valid from a year ago: an edge machine that starts with a clock behind can connect and learn the time. With 90 days
 * ahead it stays below the 825 days that Apple's systems accept (support.apple.com/103769).
 */
const behindDays = 365;

const newKeys = (): Promise<webcrypto.CryptoKeyPair> =>
  crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);

const pemOf = (certificate: x509.X509Certificate): string => `${certificate.toString('pem')}\n`;

const toPem = (key: webcrypto.CryptoKey): string =>
  KeyObject.from(key).export({ type: 'pkcs8', format: 'pem' }).toString();

const signingKeyOf = (pem: string): webcrypto.CryptoKey =>
  createPrivateKey(pem).toCryptoKey(algorithm, false, ['sign']);

/** 127 bits: RFC 5280 wants them positive and below 20 bytes. */
const newSerial = (): string => {
  const bytes = randomBytes(16);
  bytes.writeUInt8(bytes.readUInt8(0) & 0x7f, 0);
  return bytes.toString('hex');
};

const authorityExtensions = async (publicKey: webcrypto.CryptoKey): Promise<x509.Extension[]> => [
  new x509.BasicConstraintsExtension(true, 1, true),
  new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
  await x509.SubjectKeyIdentifierExtension.create(publicKey),
];

/** Ten years, ECDSA P-256. The name tells authorities of one installation apart. */
export const createAuthority = async (name: string, now: Date): Promise<Authority> => {
  const keys = await newKeys();
  const serialNumber = newSerial();
  const cert = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber,
    name: [{ CN: [`Tutti ${name} ${serialNumber.slice(0, 8)}`] }],
    notBefore: new Date(now.getTime() - behindDays * day),
    notAfter: new Date(now.getTime() + authorityDays * day),
    signingAlgorithm: algorithm,
    keys,
    extensions: await authorityExtensions(keys.publicKey),
  });
  return { key: toPem(keys.privateKey), cert: pemOf(cert) };
};

/** A new authority; whoever trusts the old one trusts it too, for as long as that one is valid. */
export const succeedAuthority = async (old: Authority, name: string, now: Date): Promise<Authority> => {
  const next = await createAuthority(name, now);
  const [issuer, subject] = [new x509.X509Certificate(old.cert), new x509.X509Certificate(next.cert)];
  const publicKey = createPublicKey(next.key).toCryptoKey(algorithm, true, ['verify']);
  const cross = await x509.X509CertificateGenerator.create({
    serialNumber: newSerial(),
    subject: subject.subject,
    issuer: issuer.subject,
    notBefore: subject.notBefore,
    notAfter: issuer.notAfter,
    signingAlgorithm: algorithm,
    publicKey,
    signingKey: signingKeyOf(old.key),
    extensions: [
      ...(await authorityExtensions(publicKey)),
      await x509.AuthorityKeyIdentifierExtension.create(issuer),
    ],
  });
  return { ...next, previous: old.cert, cross: pemOf(cross) };
};

export interface LeafOptions {
  /** Host names and addresses. */
  readonly names: readonly string[];
  readonly days: number;
  readonly now: Date;
}

const alternativeName = (name: string): x509.JsonGeneralName =>
  isIP(name) === 0 ? { type: 'dns', value: name } : { type: 'ip', value: name };

/** A server's certificate and its key. */
export const issueLeaf = async (authority: Authority, { names, days, now }: LeafOptions): Promise<Leaf> => {
  const keys = await newKeys();
  const issuer = new x509.X509Certificate(authority.cert);
  const earliest = Math.max(now.getTime() - behindDays * day, issuer.notBefore.getTime());
  const latest = Math.min(now.getTime() + days * day, issuer.notAfter.getTime());
  const cert = await x509.X509CertificateGenerator.create({
    serialNumber: newSerial(),
    subject: [{ CN: ['Tutti'] }],
    issuer: issuer.subject,
    notBefore: new Date(earliest),
    notAfter: new Date(latest),
    signingAlgorithm: algorithm,
    publicKey: keys.publicKey,
    signingKey: signingKeyOf(authority.key),
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension(names.map(alternativeName)),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      await x509.AuthorityKeyIdentifierExtension.create(issuer),
    ],
  });
  return { cert: pemOf(cert), key: toPem(keys.privateKey) };
};
