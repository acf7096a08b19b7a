import { ImageError, ModelError } from '@tutti/vision';

export type RefusalKind =
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'not-found'
  | 'illegal-state'
  | 'too-large'
  | 'unsupported-type'
  | 'unprocessable'
  | 'quota'
  | 'unavailable'
  | 'unexpected';

/** What somebody asked that cannot be; the message is for who asked and says what to do. */
export class Refusal extends Error {
  override readonly name = 'Refusal';

  constructor(
    readonly kind: RefusalKind,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

const tooMuch = new Set(['image.too-large', 'image.too-many-pixels']);

/** The refusal that an error of the engine means to whoever asked; undefined when it is our own mistake. */
export function refusalOf(error: unknown): Refusal | undefined {
  if (error instanceof Refusal) return error;
  if (error instanceof ImageError)
    return new Refusal(tooMuch.has(error.code) ? 'too-large' : 'invalid', error.message);
  return error instanceof ModelError ? new Refusal('unexpected', error.message) : undefined;
}
