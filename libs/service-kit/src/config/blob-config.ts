import type { NatsConnection } from '@nats-io/transport-node';
import { type BlobStore, FolderBlobStore, NatsObjectBlobStore } from '@tutti/blob-store';
import { z } from 'zod';

const folderPrefix = 'folder:';

const meaning =
  "Where pictures and other bytes are kept: `folder:<path>`, one folder that all replicas share, or `nats`: in the NATS server's object stores, without any folder.";

const place = z.string().regex(/^(folder:.+|nats)$/, 'must be folder:<path> or nats');

/** Where the bytes of a service are, to be spread into the configuration of its process. */
export const blobConfig = { BLOBS: place.describe(meaning) };

/** The same for whoever starts a whole system, and makes its buckets. */
export const blobSystemConfig = {
  BLOBS: place.optional().describe(`${meaning} A folder of the data directory when absent.`),
  BLOB_BYTES: z.coerce
    .number()
    .int()
    .min(1024 * 1024)
    .default(2 * 1024 ** 3)
    .describe(
      'With `BLOBS=nats`: bytes that the blobs of each context may take. The NATS server reserves them.',
    ),
};

/** What `provision` is to make for them. */
export const blobBytesOf = ({
  BLOBS,
  BLOB_BYTES,
}: z.output<z.ZodObject<typeof blobSystemConfig>>): number | undefined =>
  BLOBS === 'nats' ? BLOB_BYTES : undefined;

/** Opens the blobs of a service at the place that `BLOBS` names. The connection stays the caller's. */
export const openBlobs = (
  where: string,
  { connection, service }: { readonly connection: NatsConnection; readonly service: string },
): Promise<BlobStore> =>
  where.startsWith(folderPrefix)
    ? FolderBlobStore.open(where.slice(folderPrefix.length))
    : NatsObjectBlobStore.open(connection, service);
