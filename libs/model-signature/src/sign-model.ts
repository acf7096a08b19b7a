import { sign } from 'node:crypto';
import {
  bundleMediaType,
  payloadType,
  preAuthenticationEncoding,
  predicateType,
  statementType,
  type SignatureBundle,
} from './bundle';
import { hintOf } from './keys';

export interface SignedSubject {
  /** For people: what the file is called. */
  readonly name: string;
  /** Digest of the file, hexadecimal. */
  readonly sha256: string;
}

/** Says of a file, with the private key (PEM), that it is ours. */
export const signModel = ({ name, sha256 }: SignedSubject, privateKey: string): SignatureBundle => {
  const said = {
    _type: statementType,
    subject: [{ name, digest: { sha256 } }],
    predicateType,
    predicate: {},
  };
  const payload = Buffer.from(JSON.stringify(said));
  const sig = sign('sha256', preAuthenticationEncoding(payloadType, payload), privateKey);
  return {
    mediaType: bundleMediaType,
    verificationMaterial: { publicKey: { hint: hintOf(privateKey) } },
    dsseEnvelope: {
      payload: payload.toString('base64'),
      payloadType,
      signatures: [{ sig: sig.toString('base64') }],
    },
  };
};
