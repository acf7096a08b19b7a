import { randomUUID } from 'node:crypto';
import type { TwinWish } from '@tutti/contracts/deployment';
import { newSigningKey, signModel } from '@tutti/model-signature';
import { sha256 } from './device-signatures';

/** Signs models in specs. */
export const signingKey = newSigningKey();

export const signedBy = (key: string, bytes: Uint8Array): string =>
  JSON.stringify(signModel({ name: 'lids', sha256: sha256(bytes) }, key));

/** A classifier to be judged by three results. */
export const wishFor = (
  bytes: Uint8Array,
  { version = 'v1.1', ...changes }: Partial<TwinWish> & { readonly version?: string } = {},
): TwinWish => ({
  deploymentId: randomUUID(),
  model: {
    modelId: randomUUID(),
    name: 'lids',
    version,
    task: 'image-classification',
    artifact: { digest: sha256(bytes), bytes: bytes.length },
  },
  mode: 'replace',
  confirmation: { results: 3, minutes: 60, floor: 0.5, whenSilent: 'roll-back' },
  windows: [],
  jitterSeconds: 0,
  settled: false,
  ...changes,
});
