import { blobErrors, maxVerifiedBytes } from '@tutti/blob-store';
import { z } from 'zod';
import { offsetOctetStream } from '../bootstrap/body-parsers';
import { type Access, defineRoute } from '../route/route-spec';
import { creationHeaders, offsetHeaders, tusHeaders } from './tus-headers';

export interface UploadRoutesOptions<Permission extends Access> {
  readonly permission: Permission;
  /** Of one upload. */
  readonly maxBytes: number;
}

const params = z.object({ uploadId: z.string() });
const headers = z.object(tusHeaders);
const gone = blobErrors['upload.not-found'];
const appendErrors = [
  gone,
  blobErrors['upload.offset-conflict'],
  blobErrors['blob.too-large'],
  blobErrors['blob.digest-mismatch'],
  blobErrors['blob.storage-full'],
];

/**
 * Routes of resumable uploads (tus 1.0: core, creation, expiration, termination), for a controller below whose path they
 * stand. Any tus client works; a device signs each request, and sends `maxVerifiedBytes` with one at most.
 */
export const uploadRoutes = <const Permission extends Access>({
  permission,
  maxBytes,
}: UploadRoutesOptions<Permission>) => ({
  create: defineRoute({
    method: 'POST',
    path: '',
    permission,
    summary: 'Begin a resumable upload (tus 1.0)',
    description: 'Send the bytes to the `Location` of the answer, in requests of some MiB each.',
    headers: creationHeaders,
    status: 201,
    errors: [blobErrors['blob.too-large'], blobErrors['blob.storage-full']],
  }),
  show: defineRoute({
    method: 'HEAD',
    path: ':uploadId',
    permission,
    summary: 'Ask where an upload stands: `Upload-Offset`',
    params,
    headers,
    status: 200,
    errors: [gone],
  }),
  append: defineRoute({
    method: 'PATCH',
    path: ':uploadId',
    permission,
    summary: 'Send the bytes that follow; with the last ones the upload is complete',
    params,
    headers: offsetHeaders,
    bytes: {
      types: [offsetOctetStream],
      maxBytes: permission === 'device' ? Math.min(maxBytes, maxVerifiedBytes) : maxBytes,
    },
    errors: appendErrors,
  }),
  abandon: defineRoute({
    method: 'DELETE',
    path: ':uploadId',
    permission,
    summary: 'Abandon an upload, with its bytes',
    params,
    headers,
    errors: [gone],
  }),
});
