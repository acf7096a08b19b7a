import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { authorityFingerprint, splitPem } from '../fingerprint';
import { replacePrivateFile } from '../private-file';
import { certificatePaths } from './generated-certificate';
import {
  type CertificateMaterial,
  keepFresh,
  type RenewalOptions,
  type ServerCertificate,
} from './server-certificate';

/** Paths of PEM files. */
export interface CertificateFiles {
  /** The server's certificate and its intermediates. */
  readonly cert: string;
  readonly key: string;
  /** The authority, unless every machine knows it. */
  readonly ca?: string | undefined;
}

export interface GivenOptions extends RenewalOptions {
  readonly files: CertificateFiles;
  /** Where `server.pem` and `ca.pem` are written for other programs; nowhere when absent. */
  readonly dir?: string;
}

/** A given certificate that cannot be used; the message says what is wrong with which file. */
export class CertificateUnusable extends Error {
  override readonly name = 'CertificateUnusable';
}

const textOf = (path: string): Promise<string> =>
  readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw new CertificateUnusable(`${path} cannot be read (${cause.code}).`, { cause });
  });

const certificatesOf = (text: string, path: string): readonly string[] => {
  const all = splitPem(text);
  if (all.length === 0) throw new CertificateUnusable(`${path} holds no certificate in PEM.`);
  return all;
};

const isSelfSigned = (pem: string): boolean => {
  const certificate = new X509Certificate(pem);
  return certificate.checkIssued(certificate);
};

const read = async ({ cert, key, ca }: CertificateFiles): Promise<CertificateMaterial> => {
  const [certText, keyText] = [await textOf(cert), await textOf(key)];
  const chain = certificatesOf(certText, cert);
  const leaf = new X509Certificate(chain[0] ?? '');
  if (leaf.validToDate.getTime() < Date.now())
    throw new CertificateUnusable(`The certificate in ${cert} expired on ${leaf.validTo}.`);
  if (!leaf.checkPrivateKey(keyOf(keyText, key)))
    throw new CertificateUnusable(`The key in ${key} does not belong to the certificate in ${cert}.`);
  if (ca === undefined) return { cert: chain.join(''), key: keyText };
  const authorities = certificatesOf(await textOf(ca), ca);
  const root = authorities.find(isSelfSigned) ?? authorities[0] ?? '';
  // The authority goes along, so that a device finds it by its fingerprint.
  const shown = chain.includes(root) ? chain : [...chain, root];
  return {
    cert: shown.join(''),
    key: keyText,
    ca: authorities.join(''),
    fingerprint: authorityFingerprint(root),
  };
};

const keyOf = (text: string, path: string) => {
  try {
    return createPrivateKey(text);
  } catch (cause) {
    throw new CertificateUnusable(`${path} holds no private key in PEM, or one with a password.`, { cause });
  }
};

/** A certificate from files that somebody else renews: they are read anew when they change. */
export const openGivenCertificate = (options: GivenOptions): Promise<ServerCertificate> => {
  const { files, dir } = options;
  const paths = dir === undefined ? undefined : certificatePaths(dir);
  const next = async (present: CertificateMaterial | undefined): Promise<CertificateMaterial | undefined> => {
    const found = await read(files);
    if (found.cert === present?.cert && found.key === present.key && found.ca === present.ca)
      return undefined;
    if (paths && found.ca !== undefined) await replacePrivateFile(paths.ca, found.ca);
    if (paths) await replacePrivateFile(paths.server, found.cert + found.key);
    return found;
  };
  const written = paths && {
    pemFile: paths.server,
    ...(files.ca === undefined ? {} : { caFile: paths.ca }),
  };
  return keepFresh({ ...written, next }, { everyMs: 60_000, ...options });
};
