import { createHash, X509Certificate } from 'node:crypto';

/** The certificates of a PEM text, each as PEM, in order; other blocks (keys) are left out. */
export const splitPem = (text: string): readonly string[] =>
  (text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []).map((pem) => `${pem}\n`);

const sha256 = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();

const keyDigest = (certificate: X509Certificate): Buffer =>
  sha256(certificate.publicKey.export({ type: 'spki', format: 'der' }));

/**
 * How an authority is recognised: SHA-256 of its public key (SubjectPublicKeyInfo), base64url, 43 characters. Of the
 * key, so that it stays the same when another authority signs that key as well.
 */
export const authorityFingerprint = (certificate: X509Certificate | string): string =>
  keyDigest(typeof certificate === 'string' ? new X509Certificate(certificate) : certificate).toString(
    'base64url',
  );

/** Digest in bytes; `undefined` when the text is no SHA-256 in base64url or hex (with or without colons and `sha256:`). */
const digestOf = (text: string): Buffer | undefined => {
  const bare = text.trim().replace(/^sha-?256[:=/]\s*/i, '');
  const hex = bare.replaceAll(':', '');
  if (/^[0-9a-fA-F]{64}$/.test(hex)) return Buffer.from(hex, 'hex');
  return /^[A-Za-z0-9_-]{43}$/.test(bare) ? Buffer.from(bare, 'base64url') : undefined;
};

export const isFingerprint = (text: string): boolean => digestOf(text) !== undefined;

/** Whether a fingerprint means this certificate: that of its public key, or of itself as browsers and openssl show it. */
export const matchesFingerprint = (fingerprint: string, certificate: X509Certificate): boolean => {
  const wanted = digestOf(fingerprint);
  if (wanted === undefined) return false;
  return wanted.equals(keyDigest(certificate)) || wanted.equals(sha256(certificate.raw));
};
