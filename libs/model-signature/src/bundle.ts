import { z } from 'zod';

/** https://docs.sigstore.dev/about/bundle/ */
export const bundleMediaType = 'application/vnd.dev.sigstore.bundle.v0.3+json';
export const payloadType = 'application/vnd.in-toto+json';
export const statementType = 'https://in-toto.io/Statement/v1';
export const predicateType = 'https://sigstore.dev/cosign/sign/v1';

const base64 = z.base64().max(64 * 1024);

/** A Sigstore bundle as it is made here: signed with a key that its reader knows, no transparency log beside it. */
export const signatureBundle = z.object({
  mediaType: z.literal(bundleMediaType),
  verificationMaterial: z.object({ publicKey: z.object({ hint: z.string() }) }),
  dsseEnvelope: z.object({
    payload: base64,
    payloadType: z.literal(payloadType),
    signatures: z.tuple([z.object({ sig: base64 })]),
  }),
});
export type SignatureBundle = z.infer<typeof signatureBundle>;

/** https://github.com/in-toto/attestation/blob/main/spec/v1/statement.md */
export const statement = z.object({
  _type: z.literal(statementType),
  predicateType: z.literal(predicateType),
  subject: z.tuple([
    z.object({
      name: z.string(),
      digest: z.object({ sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
    }),
  ]),
});

/** What is signed (DSSE v1): type and payload with their lengths, so that neither can be taken for the other. */
export const preAuthenticationEncoding = (type: string, payload: Uint8Array): Buffer =>
  Buffer.concat([Buffer.from(`DSSEv1 ${Buffer.byteLength(type)} ${type} ${payload.byteLength} `), payload]);
