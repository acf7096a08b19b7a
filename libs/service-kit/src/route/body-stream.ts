import { createHash } from 'node:crypto';
import { type Readable, Transform, type TransformCallback, pipeline } from 'node:stream';
import { commonErrors } from '@tutti/contracts/common';
import { DomainError } from '@tutti/kernel';
import type { DevicePrincipal } from '../auth/principal';

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

class Limit extends Transform {
  #size = 0;
  readonly #hash = createHash('sha256');

  constructor(
    private readonly maxBytes: number,
    private readonly signed: SignedBody | undefined,
  ) {
    super();
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.#size += chunk.byteLength;
    if (this.signed) this.#hash.update(chunk);
    if (this.#size > this.maxBytes) done(tooLarge(this.maxBytes));
    else done(null, chunk);
  }

  override _flush(done: TransformCallback): void {
    const { signed } = this;
    if (signed && (this.#size !== signed.size || this.#hash.digest('hex') !== signed.sha256))
      done(notAsSigned());
    else done();
  }
}

/** The body as a stream that fails beyond the limit, and at its end when it is not what was signed. */
export const limitedBody = (body: Readable, maxBytes: number, signed?: SignedBody): Readable =>
  pipeline(body, new Limit(maxBytes, signed), () => undefined);
