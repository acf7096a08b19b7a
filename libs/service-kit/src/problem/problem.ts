import { HttpException } from '@nestjs/common';
import { commonErrors, type Problem } from '@tutti/contracts/common';
import { DomainError } from '@tutti/kernel';
import { adviceFor, HttpRefusal, httpRefusal } from './http-refusals';
import { httpStatusOf } from './kind-tables';

/** What goes over the wire for one error. */
export interface ProblemAnswer {
  readonly problem: Problem;
  readonly headers: Readonly<Record<string, string>>;
  /** True when nobody foresaw it: log it with its stack, show nothing of it. */
  readonly unexpected: boolean;
}

export interface ProblemContext {
  /** Path of the request, without its query; absent when it could not be read. */
  readonly instance?: string;
  readonly traceId: string;
}

interface Facts {
  readonly code: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * Seconds until trying again makes sense; `params.retryAfterSeconds` of the error decides, else one second. Undefined when
 * it makes none.
 */
export const retryAfterSeconds = (error: DomainError): number | undefined => {
  if (error.kind !== 'unavailable' && error.kind !== 'quota') return undefined;
  const seconds = error.params['retryAfterSeconds'];
  return typeof seconds === 'number' ? Math.max(1, Math.ceil(seconds)) : 1;
};

const retryAfter = (error: DomainError): Readonly<Record<string, string>> => {
  const seconds = retryAfterSeconds(error);
  return seconds === undefined ? {} : { 'retry-after': String(seconds) };
};

const challenge = (error: DomainError): Readonly<Record<string, string>> =>
  error.kind === 'unauthenticated' ? { 'www-authenticate': 'Bearer realm="tutti"' } : {};

const ofDomain = (error: DomainError): Facts => ({
  code: error.code,
  title: error.title,
  status: httpStatusOf[error.kind],
  detail: error.message,
  headers: { ...retryAfter(error), ...challenge(error) },
});

const statusOf = (error: unknown): number | undefined => {
  if (error instanceof HttpException) return error.getStatus();
  if (error instanceof HttpRefusal) return error.status;
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined;
  return typeof status === 'number' ? status : undefined;
};

/** All that anybody learns of an error that nobody foresaw. */
export const unexpectedFacts: Facts = {
  code: commonErrors.unexpected.code,
  title: commonErrors.unexpected.title,
  status: 500,
  detail: 'The fault is ours. Quote the trace id when you report it.',
};

const factsOf = (error: unknown): Facts => {
  if (error instanceof DomainError && error.kind !== 'unexpected') return ofDomain(error);
  const status = statusOf(error);
  if (!(error instanceof Error) || status === undefined || status < 400 || (status >= 500 && status !== 503))
    return unexpectedFacts;
  return {
    ...httpRefusal(status),
    status,
    ...(error instanceof HttpRefusal
      ? { detail: error.message, headers: error.headers }
      : { detail: adviceFor(status, error.message) }),
  };
};

/** A program that meets a 412 goes on from what others did meanwhile; one that meets a 422, from the report of what does not do. */
const paramsOf = (error: unknown): Problem['params'] =>
  error instanceof DomainError && (error.kind === 'stale-version' || error.kind === 'unprocessable')
    ? error.params
    : undefined;

/** Any thrown value → RFC 9457. */
export const problemOf = (error: unknown, { instance, traceId }: ProblemContext): ProblemAnswer => {
  const { code, title, status, detail, headers } = factsOf(error);
  const params = paramsOf(error);
  const faults = error instanceof DomainError && status < 500 ? error.faults : [];
  return {
    problem: {
      type: `urn:tutti:error:${code}`,
      title,
      status,
      detail,
      ...(instance === undefined ? {} : { instance }),
      code,
      traceId,
      ...(faults.length > 0 ? { errors: [...faults] } : {}),
      ...(params ? { params } : {}),
    },
    headers: { ...headers, 'cache-control': 'no-store' },
    unexpected: status === 500,
  };
};
