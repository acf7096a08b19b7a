import type { ErrorKind } from '@tutti/kernel';

/** Kind → HTTP status. Total: a new kind does not compile until it is here. */
export const httpStatusOf: Readonly<Record<ErrorKind, number>> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  'already-exists': 409,
  'illegal-state': 409,
  'stale-version': 412,
  'precondition-required': 428,
  'too-large': 413,
  unprocessable: 422,
  quota: 429,
  unavailable: 503,
  unexpected: 500,
};

/** Names of `google.rpc.Code` that are in use here. */
export type GrpcCode =
  | 'INVALID_ARGUMENT'
  | 'UNAUTHENTICATED'
  | 'PERMISSION_DENIED'
  | 'NOT_FOUND'
  | 'ALREADY_EXISTS'
  | 'FAILED_PRECONDITION'
  | 'ABORTED'
  | 'RESOURCE_EXHAUSTED'
  | 'UNAVAILABLE'
  | 'INTERNAL';

/** Kind → gRPC code. `too-large` is no RESOURCE_EXHAUSTED: sending the same again never helps. */
export const grpcCodeOf: Readonly<Record<ErrorKind, GrpcCode>> = {
  invalid: 'INVALID_ARGUMENT',
  unauthenticated: 'UNAUTHENTICATED',
  forbidden: 'PERMISSION_DENIED',
  'not-found': 'NOT_FOUND',
  'already-exists': 'ALREADY_EXISTS',
  'illegal-state': 'FAILED_PRECONDITION',
  'stale-version': 'ABORTED',
  'precondition-required': 'FAILED_PRECONDITION',
  'too-large': 'INVALID_ARGUMENT',
  unprocessable: 'INVALID_ARGUMENT',
  quota: 'RESOURCE_EXHAUSTED',
  unavailable: 'UNAVAILABLE',
  unexpected: 'INTERNAL',
};
