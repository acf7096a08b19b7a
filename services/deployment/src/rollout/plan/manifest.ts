import { createHash } from 'node:crypto';
import { json } from 'node:stream/consumers';
import type { BlobStore } from '@tutti/blob-store';
import { rolloutManifest, type RolloutManifest } from '@tutti/contracts/deployment';
import type { BlobReference } from '@tutti/contracts/training';
import type { DomainError } from '@tutti/kernel';
import { refused } from '../../refused.decider';

/** The blobs of this context: manifests of rollouts. */
export const blobNamespace = 'deployment';

/** A hundred thousand devices, each excluded for every reason, take 12 MB. */
const maxManifestBytes = 64 * 1024 ** 2;

/** Fields in one order, nothing between them: the same plan is the same bytes. */
export const manifestBytes = ({ format, modelId, groups, excluded }: RolloutManifest): Buffer =>
  Buffer.from(
    JSON.stringify({
      format,
      modelId,
      groups: groups.map(({ name, deviceIds }) => ({ name, deviceIds })),
      excluded: excluded.map(({ deviceId, reasons }) => ({ deviceId, reasons })),
    }),
  );

export const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

export const storeManifest = async (blobs: BlobStore, bytes: Uint8Array): Promise<BlobReference> => {
  const { sha256, size } = await blobs.put(blobNamespace, bytes, { maxBytes: maxManifestBytes });
  return { digest: sha256, bytes: size };
};

/** Log and database may have come back without the blobs. */
export const manifestGone = (digest: string): DomainError =>
  refused('rollout.manifest-gone', `The blob store has no manifest ${digest}. Restore its backup.`);

/** Waves of a few rollouts ask for the same ones again and again. */
const mostKept = 8;
const kept = new WeakMap<BlobStore, Map<string, Promise<RolloutManifest>>>();

const load = async (blobs: BlobStore, digest: string): Promise<RolloutManifest> => {
  const blob = await blobs.open(blobNamespace, digest);
  if (!blob) throw manifestGone(digest);
  return rolloutManifest.parse(await json(blob.stream));
};

/** What was planned, as it was stored. Throws `rollout.manifest-gone`. */
export const readManifest = (
  blobs: BlobStore,
  { digest }: Pick<BlobReference, 'digest'>,
): Promise<RolloutManifest> => {
  const known = kept.get(blobs) ?? new Map<string, Promise<RolloutManifest>>();
  kept.set(blobs, known);
  const reading = known.get(digest) ?? load(blobs, digest);
  known.delete(digest);
  known.set(digest, reading);
  // What could not be read is asked for again.
  reading.catch(() => known.delete(digest));
  const [oldest] = known.keys();
  if (known.size > mostKept && oldest !== undefined) known.delete(oldest);
  return reading;
};
