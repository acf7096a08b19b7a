import { JetStreamApiError } from '@nats-io/jetstream';
import { errors } from '@nats-io/transport-node';
import { requestCause } from '@tutti/nats-server';

const away = [
  errors.TimeoutError,
  errors.NoRespondersError,
  errors.ConnectionError,
  errors.ClosedConnectionError,
  errors.DrainingConnectionError,
];

/** Whether the server could not be asked, or none of the cluster could answer: nothing of ours was wrong. */
export const isLogAway = (error: unknown): boolean => {
  const cause = requestCause(error);
  return (
    away.some((known) => cause instanceof known) ||
    (cause instanceof JetStreamApiError && cause.apiError().code === 503)
  );
};

/** Waiting does not cure it: no right to do it, or a request that the client does not send. */
export const isForEver = (error: unknown): boolean =>
  error instanceof errors.PermissionViolationError ||
  error instanceof errors.InvalidArgumentError ||
  error instanceof errors.InvalidSubjectError;
