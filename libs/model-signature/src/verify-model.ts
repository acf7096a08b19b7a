import { verify } from 'node:crypto';
import { payloadType, preAuthenticationEncoding, signatureBundle, statement } from './bundle';
import { keyIdOf } from './keys';
import type { SignedSubject } from './sign-model';

/** The bundle does not say of the file that it is of whoever holds one of the keys. */
export class SignatureInvalid extends Error {
  override readonly name = 'SignatureInvalid';
}

export interface Verified extends SignedSubject {
  /** Key that it was signed with. */
  readonly keyId: string;
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    throw new SignatureInvalid('The signature is no JSON.');
  }
};

/**
 * Holds a bundle (JSON) against the digest of a file and the public keys (PEM) that are trusted. Throws
 * `SignatureInvalid`. What the file holds is the caller's to digest.
 */
export const verifyModel = (bundle: string, sha256: string, publicKeys: readonly string[]): Verified => {
  const read = signatureBundle.safeParse(parsed(bundle));
  if (!read.success) throw new SignatureInvalid('The signature is no Sigstore bundle of a model.');
  const { dsseEnvelope } = read.data;
  const payload = Buffer.from(dsseEnvelope.payload, 'base64');
  const sig = Buffer.from(dsseEnvelope.signatures[0].sig, 'base64');
  const signed = preAuthenticationEncoding(payloadType, payload);
  const key = publicKeys.find((one) => verify('sha256', signed, one, sig));
  if (key === undefined) throw new SignatureInvalid('None of the trusted keys has signed the model.');
  const said = statement.safeParse(parsed(payload.toString('utf8')));
  if (!said.success) throw new SignatureInvalid('What was signed says nothing of a model.');
  const [{ name, digest }] = said.data.subject;
  if (digest.sha256 !== sha256)
    throw new SignatureInvalid(`The signature is of ${digest.sha256}, the file is ${sha256}.`);
  return { name, sha256, keyId: keyIdOf(key) };
};
