export type ModelErrorCode = 'model.unreadable' | 'model.unsupported' | 'model.bad-metadata';

/** A model file that cannot be used, and what to do about it. */
export class ModelError extends Error {
  override readonly name = 'ModelError';

  constructor(
    readonly code: ModelErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
