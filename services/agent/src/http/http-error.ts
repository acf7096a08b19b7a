import { ImageError, ModelError } from '@tutti/vision';
import { NoModelError } from '../engine/model-manager';

/** A request that is answered with a 4xx or 5xx and a message for its sender. */
export class HttpError extends Error {
  override readonly name = 'HttpError';

  constructor(
    readonly statusCode: number,
    message: string,
  ) {
    super(message);
  }
}

const tooMuch = new Set(['image.too-large', 'image.too-many-pixels']);

/** Status and message of whatever a handler or Fastify threw; the inside of an unexpected error stays inside. */
export function answerTo(error: unknown): { readonly status: number; readonly message: string } {
  if (error instanceof ImageError)
    return { status: tooMuch.has(error.code) ? 413 : 400, message: error.message };
  if (error instanceof NoModelError) return { status: 503, message: error.message };
  if (error instanceof ModelError) return { status: 500, message: error.message };
  const status = statusOf(error);
  if (error instanceof Error && status < 500) return { status, message: error.message };
  return {
    status,
    message: error instanceof HttpError ? error.message : 'Something went wrong; see the log.',
  };
}

function statusOf(error: unknown): number {
  const told = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined;
  return typeof told === 'number' && told >= 400 && told < 600 ? told : 500;
}
