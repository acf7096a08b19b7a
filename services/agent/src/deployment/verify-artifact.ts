import { createPublicKey } from 'node:crypto';
import type { DeployedModel } from '@tutti/contracts/deployment';
import { SignatureInvalid, verifyModel } from '@tutti/model-signature';
import { DeploymentFailure } from './deployment-failure';
import { digestOfFile } from './digest-of-file';

export interface VerifyOptions {
  /** Of the file. */
  readonly path: string;
  readonly model: DeployedModel;
  /** Its signature, a Sigstore bundle. */
  readonly bundle: string;
  /** Public keys, PEM, that the device was given with its credentials. */
  readonly signers: readonly string[];
}

export interface Verified {
  /** sha256 of the key that signed it, hexadecimal. */
  readonly keyId: string;
}

/**
 * Whether a file is the model that was announced, and signed by somebody whom this device knows. Throws a
 * `DeploymentFailure`: `digest.wrong`, `signature.invalid`, or `signature.no-signer`, which the next renewal of the
 * credentials may change.
 */
export async function verifyArtifact({ path, model, bundle, signers }: VerifyOptions): Promise<Verified> {
  const known = signers.filter(isSigner);
  if (known.length === 0)
    throw new DeploymentFailure('signature.no-signer', 'This device was not told yet who signs models.');
  const { digest } = await digestOfFile(path);
  if (digest !== model.artifact.digest)
    throw new DeploymentFailure('digest.wrong', `The file is ${digest}, not ${model.artifact.digest}.`);
  try {
    return { keyId: verifyModel(bundle, digest, known).keyId };
  } catch (cause) {
    if (!(cause instanceof SignatureInvalid)) throw cause;
    throw new DeploymentFailure('signature.invalid', cause.message, { cause });
  }
}

/** ECDSA is what models are signed with. */
function isSigner(pem: string): boolean {
  try {
    return createPublicKey(pem).asymmetricKeyType === 'ec';
  } catch {
    return false;
  }
}
