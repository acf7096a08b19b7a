import { type ServiceError, Metadata, status } from '@grpc/grpc-js';
import { type RefusalKind, refusalOf } from '../common/refusal';

const codes: Readonly<Record<RefusalKind, status>> = {
  invalid: status.INVALID_ARGUMENT,
  unauthenticated: status.UNAUTHENTICATED,
  forbidden: status.PERMISSION_DENIED,
  'not-found': status.NOT_FOUND,
  'illegal-state': status.FAILED_PRECONDITION,
  'too-large': status.RESOURCE_EXHAUSTED,
  'unsupported-type': status.INVALID_ARGUMENT,
  unprocessable: status.FAILED_PRECONDITION,
  quota: status.RESOURCE_EXHAUSTED,
  unavailable: status.UNAVAILABLE,
  unexpected: status.INTERNAL,
};

/** The status of whatever a call threw; the inside of an unexpected error stays inside. */
export function statusOf(error: unknown): Pick<ServiceError, 'code' | 'details'> {
  const refusal = refusalOf(error);
  return refusal === undefined
    ? { code: status.INTERNAL, details: 'Something went wrong; see the log.' }
    : { code: codes[refusal.kind], details: refusal.message };
}

export const serviceError = (error: unknown): Partial<ServiceError> => ({
  ...statusOf(error),
  metadata: new Metadata(),
});
