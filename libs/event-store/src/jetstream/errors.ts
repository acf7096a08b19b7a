import { errors } from '@nats-io/transport-node';

/** What the client wrapped. */
export const causeOf = (error: unknown): unknown =>
  error instanceof errors.RequestError && error.cause !== undefined ? error.cause : error;

/** Waiting does not cure it: no right to do it, or a request that the client does not send. */
export const isForEver = (error: unknown): boolean =>
  error instanceof errors.PermissionViolationError ||
  error instanceof errors.InvalidArgumentError ||
  error instanceof errors.InvalidSubjectError;
