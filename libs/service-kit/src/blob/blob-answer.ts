import type { BlobStore, ByteRange, OpenBlob } from '@tutti/blob-store';
import { z } from 'zod';
import { HttpRefusal } from '../problem/http-refusals';
import { answer, type Answer, type AnswerExtras, type Bytes } from '../route/answer';

/** For `headers` of a route that answers with a blob. */
export const rangeHeaders = z.object({
  range: z.string().optional().describe('A part of the bytes: `bytes=100-199`, `bytes=100-`, `bytes=-100`.'),
  'if-range': z.string().optional().describe('ETag of the bytes that the part must belong to.'),
});

/** The one range that a header asks for (RFC 9110 14.1.2); `undefined`: the whole. */
const rangeOf = (header: string | undefined, size: number): ByteRange | undefined => {
  const [, from = '', to = ''] = /^\s*bytes\s*=\s*(\d{0,15})-(\d{0,15})\s*$/.exec(header ?? '') ?? [];
  if (from === '' && to === '') return undefined;
  if (from === '') return { offset: Math.max(0, size - Number(to)), length: Math.min(Number(to), size) };
  if (to === '') return { offset: Number(from) };
  return Number(to) < Number(from)
    ? undefined
    : { offset: Number(from), length: Number(to) - Number(from) + 1 };
};

export interface BlobRequest {
  readonly namespace: string;
  readonly sha256: string;
  readonly headers: z.output<typeof rangeHeaders>;
}

/** What is asked for of the blob as it is, if there is one; throws 416 when it has no such part. */
const partOf = async (
  blobs: BlobStore,
  { namespace, sha256, headers }: BlobRequest,
): Promise<ByteRange | undefined> => {
  const current = headers['if-range'] === undefined || headers['if-range'] === `"${sha256}"`;
  if (headers.range === undefined || !current) return undefined;
  const found = await blobs.stat(namespace, sha256);
  if (!found) return undefined;
  const { size } = found;
  const range = rangeOf(headers.range, size);
  if (range && (range.offset >= size || range.length === 0))
    throw new HttpRefusal(416, `There are ${size} bytes.`, { 'content-range': `bytes */${size}` });
  return range;
};

const contentRange = ({ range, size }: OpenBlob): string =>
  `bytes ${range.offset}-${range.offset + range.length - 1}/${size}`;

/** A blob, or the part that the caller asks for, as an answer; `undefined` when there is no such blob. */
export const blobAnswer = async (
  blobs: BlobStore,
  request: BlobRequest,
  extras: AnswerExtras = {},
): Promise<Answer<Bytes> | undefined> => {
  const part = await partOf(blobs, request);
  const blob = await blobs.open(request.namespace, request.sha256, part);
  if (!blob) return undefined;
  return answer(blob.stream, {
    ...extras,
    ...(part ? { status: 206 } : {}),
    etag: request.sha256,
    contentLength: blob.range.length,
    headers: {
      'accept-ranges': 'bytes',
      ...(part ? { 'content-range': contentRange(blob) } : {}),
      ...extras.headers,
    },
  });
};
