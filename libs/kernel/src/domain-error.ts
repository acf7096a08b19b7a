/** Every way in which a request can be refused. Mapped to HTTP and gRPC by total tables in service-kit. */
export type ErrorKind =
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'not-found'
  | 'already-exists'
  | 'illegal-state'
  | 'stale-version'
  | 'precondition-required'
  | 'too-large'
  | 'unprocessable'
  | 'quota'
  | 'unavailable'
  | 'unexpected';

/** One entry of a context's error catalogue (`libs/contracts/<context>/errors.ts`). */
export interface ErrorDefinition {
  readonly code: string;
  readonly kind: ErrorKind;
  readonly title: string;
}

/** One fault inside a request body, by JSON Pointer. */
export interface FieldFault {
  readonly pointer: string;
  readonly detail: string;
  /** Which of the usual faults it is, if it is one, and what its text is filled with. */
  readonly code?: string;
  readonly params?: Readonly<Record<string, string | number>>;
}

export interface ErrorDetails {
  /** What was wrong, where, and what to do. */
  readonly detail: string;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly faults?: readonly FieldFault[];
  readonly cause?: unknown;
}

/** A refusal that the caller may read: code, kind, and a message that says what to do. */
export class DomainError extends Error {
  override readonly name = 'DomainError';
  readonly code: string;
  readonly kind: ErrorKind;
  readonly title: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly faults: readonly FieldFault[];

  constructor(definition: ErrorDefinition, details: ErrorDetails) {
    super(details.detail, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = definition.code;
    this.kind = definition.kind;
    this.title = definition.title;
    this.params = details.params ?? {};
    this.faults = details.faults ?? [];
  }
}
