import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Authority, issueLeaf } from '../authority/authority';
import { bundleOf, chainOf, keptAuthority } from '../authority/authority-file';
import { authorityFingerprint, splitPem } from '../fingerprint';
import { replacePrivateFile } from '../private-file';
import {
  type CertificateMaterial,
  keepFresh,
  type RenewalOptions,
  type ServerCertificate,
} from './server-certificate';

export interface GeneratedOptions extends RenewalOptions {
  /** Holds `authority.json` (a secret), `ca.pem` (for everybody) and `server.pem`; made when absent. */
  readonly dir: string;
  /** Of the installation; stands in the authority's name. */
  readonly name: string;
  /** Host names and addresses that the server is reached by; asked before each renewal. */
  readonly names: () => readonly string[];
  readonly now?: () => Date;
}

const leafDays = 90;
const renewBeforeMs = 30 * 86_400_000;

export const certificatePaths = (dir: string) => ({
  authority: join(dir, 'authority.json'),
  ca: join(dir, 'ca.pem'),
  server: join(dir, 'server.pem'),
});

/** Valid for a while, for all names, and from the authority of today. */
const isGood = (
  { cert, ca }: CertificateMaterial,
  authority: Authority,
  { names, now }: { readonly names: readonly string[]; readonly now: Date },
): boolean => {
  const leaf = new X509Certificate(cert);
  const certified = new Set((leaf.subjectAltName ?? '').split(', ').map(bareName));
  return (
    leaf.validToDate.getTime() - now.getTime() > renewBeforeMs &&
    ca === bundleOf(authority) &&
    names.every((name) => certified.has(bareName(name)))
  );
};

/** Addresses are written in different ways: `IP Address:0:0:0:0:0:0:0:1`, `::1`. */
const bareName = (name: string): string => {
  const bare = name.replace(/^(DNS|IP Address):/, '');
  return URL.canParse(`http://[${bare}]`) ? new URL(`http://[${bare}]`).hostname : bare.toLowerCase();
};

/** What the last process left: whoever made an exception for it in a browser need not do so after every start. */
const readKept = async (
  { server, ca }: ReturnType<typeof certificatePaths>,
  authority: Authority,
): Promise<CertificateMaterial | undefined> => {
  const [text, bundle] = await Promise.all(
    [server, ca].map((path) => readFile(path, 'utf8').catch(() => '')),
  );
  const [cert, key] = [splitPem(text ?? '').join(''), (text ?? '').split('-----BEGIN PRIVATE KEY').at(1)];
  if (cert === '' || key === undefined || bundle === undefined) return undefined;
  const fingerprint = authorityFingerprint(authority.cert);
  return { cert, key: `-----BEGIN PRIVATE KEY${key}`, ca: bundle, fingerprint };
};

/** A certificate of an authority of our own, renewed a month before its end and when the names change. */
export const openGeneratedCertificate = (options: GeneratedOptions): Promise<ServerCertificate> => {
  const { dir, name, now = () => new Date() } = options;
  const paths = certificatePaths(dir);
  const next = async (present: CertificateMaterial | undefined): Promise<CertificateMaterial | undefined> => {
    const [authority, names] = [await keptAuthority(paths.authority, name, now()), options.names()];
    const kept = present ?? (await readKept(paths, authority));
    if (kept && isGood(kept, authority, { names, now: now() })) return kept === present ? undefined : kept;
    const leaf = await issueLeaf(authority, { names, days: leafDays, now: now() });
    const [cert, ca] = [leaf.cert + chainOf(authority), bundleOf(authority)];
    await replacePrivateFile(paths.ca, ca);
    await replacePrivateFile(paths.server, cert + leaf.key);
    return { cert, key: leaf.key, ca, fingerprint: authorityFingerprint(authority.cert) };
  };
  return keepFresh({ pemFile: paths.server, caFile: paths.ca, next }, options);
};
