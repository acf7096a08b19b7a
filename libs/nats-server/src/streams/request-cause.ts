import { errors } from '@nats-io/transport-node';

/** What the client of NATS wrapped. */
export const requestCause = (error: unknown): unknown =>
  error instanceof errors.RequestError && error.cause !== undefined ? error.cause : error;
