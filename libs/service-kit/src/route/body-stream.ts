import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { commonErrors } from '@tutti/contracts/common';
import { DomainError } from '@tutti/kernel';
import type { DevicePrincipal } from '../auth/principal';
import { HttpRefusal } from '../problem/http-refusals';

type SignedBody = DevicePrincipal['body'];

const tooLarge = (maxBytes: number): DomainError =>
  new DomainError(commonErrors['request.too-large'], {
    detail: `At most ${maxBytes} bytes are accepted here.`,
  });

const notAsSigned = (): DomainError =>
  new DomainError(commonErrors['request.unauthenticated'], {
    detail: 'The body is not the one that the device signed.',
  });

/** Refuses JSON bodies other than the signed one. */
export const assertSigned = (body: Uint8Array, signed: SignedBody): void => {
  const sha256 = createHash('sha256').update(body).digest('hex');
  if (body.byteLength !== signed.size || sha256 !== signed.sha256) throw notAsSigned();
};

/** The chunks of a request's body. Whoever hangs up in the middle is no fault of ours. */
async function* chunksOf(body: Readable): AsyncGenerator<Buffer, void> {
  const chunks = body.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>;
  try {
    yield* chunks;
  } catch {
    throw new HttpRefusal(400, 'The body broke off.');
  } finally {
    // What is left is read and dropped, else the connection could carry no further request.
    body.resume();
  }
}

async function* limited(body: Readable, maxBytes: number, signed?: SignedBody): AsyncGenerator<Buffer, void> {
  const hash = createHash('sha256');
  let size = 0;
  for await (const chunk of chunksOf(body)) {
    size += chunk.byteLength;
    if (size > maxBytes) throw tooLarge(maxBytes);
    if (signed) hash.update(chunk);
    yield chunk;
  }
  if (signed && (size !== signed.size || hash.digest('hex') !== signed.sha256)) throw notAsSigned();
}

/**
 * The body as a stream that fails beyond the limit, and at its end when it is not what was signed. It takes nothing from
 * the request before it is read itself: a body that nobody wants is dropped by the server.
 */
export const limitedBody = (body: Readable, maxBytes: number, signed?: SignedBody): Readable =>
  Readable.from(limited(body, maxBytes, signed), { objectMode: false });
