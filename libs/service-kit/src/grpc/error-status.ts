import { Metadata, status, type StatusObject } from '@grpc/grpc-js';
import { BadRequest, ErrorInfo, RetryInfo } from '@tutti/contracts/gen/google/rpc/error_details';
import { Status } from '@tutti/contracts/gen/google/rpc/status';
import { DomainError, type FieldFault } from '@tutti/kernel';
import { grpcCodeOf } from '../problem/kind-tables';
import { retryAfterSeconds, unexpectedFacts } from '../problem/problem';

/** What goes over the wire for one error. */
export interface ErrorStatus {
  readonly status: StatusObject;
  /** As in REST. */
  readonly code: string;
  /** True when nobody foresaw it: log it with its stack, show nothing of it. */
  readonly unexpected: boolean;
}

/** All of a status travels in one header block, of which many clients take 8 KiB. */
const maxDetail = 256;
const maxViolationBytes = 2_048;

const domain = 'tutti';
const typeUrl = (name: string): string => `type.googleapis.com/google.rpc.${name}`;

const shorten = (text: string): string =>
  (text.length > maxDetail ? `${text.slice(0, maxDetail)}…` : text).toWellFormed();

/** `/query/pageSize` → `page_size`. Only a field's own name changes its case; below it may be keys of the caller's. */
const fieldOf = (pointer: string): string => {
  const [name = '', ...below] = pointer
    .replace(/^\/(query|path)\//, '/')
    .slice(1)
    .split('/');
  return [name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`), ...below].join('.');
};

const violations = (faults: readonly FieldFault[]): Uint8Array => {
  let left = maxViolationBytes;
  const shown = faults
    .map(({ pointer, detail }) => ({ field: shorten(fieldOf(pointer)), description: shorten(detail) }))
    .filter(({ field, description }) => (left -= Buffer.byteLength(field + description)) >= 0);
  return BadRequest.encode({ fieldViolations: shown }).finish();
};

const detailsOf = (error: DomainError): Status['details'] => {
  const seconds = retryAfterSeconds(error);
  const retry = seconds === undefined ? undefined : { retryDelay: { seconds, nanos: 0 } };
  return [
    ...(error.faults.length > 0 ? [{ typeUrl: typeUrl('BadRequest'), value: violations(error.faults) }] : []),
    ...(retry ? [{ typeUrl: typeUrl('RetryInfo'), value: RetryInfo.encode(retry).finish() }] : []),
  ];
};

/** `device.already-retired` → `DEVICE_ALREADY_RETIRED` (AIP-193). */
const reasonOf = (code: string): string => code.replaceAll(/[.-]/g, '_').toUpperCase();

/** Any thrown value → a status with `google.rpc` details (AIP-193). The metadata of `ErrorInfo` has `code` and `traceId`. */
export const errorStatus = (error: unknown, traceId: string): ErrorStatus => {
  const foreseen = error instanceof DomainError && error.kind !== 'unexpected' ? error : undefined;
  const code = foreseen?.code ?? unexpectedFacts.code;
  const message = shorten(foreseen?.message ?? unexpectedFacts.detail);
  const info = { reason: reasonOf(code), domain, metadata: { code, traceId } };
  const number = status[grpcCodeOf[foreseen?.kind ?? 'unexpected']];
  const bytes = Status.encode({
    code: number,
    message,
    details: [
      { typeUrl: typeUrl('ErrorInfo'), value: ErrorInfo.encode(info).finish() },
      ...(foreseen ? detailsOf(foreseen) : []),
    ],
  }).finish();
  const metadata = new Metadata();
  metadata.set('grpc-status-details-bin', Buffer.from(bytes));
  return { status: { code: number, details: message, metadata }, code, unexpected: !foreseen };
};
