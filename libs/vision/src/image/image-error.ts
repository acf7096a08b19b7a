export type ImageErrorCode =
  | 'image.unreadable'
  | 'image.truncated'
  | 'image.too-large'
  | 'image.unsupported-type'
  | 'image.too-many-pixels';

/** A picture that is refused: the sender's fault, never ours. */
export class ImageError extends Error {
  override readonly name = 'ImageError';

  constructor(
    readonly code: ImageErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
