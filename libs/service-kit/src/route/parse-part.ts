import { commonErrors } from '@tutti/contracts/common';
import { type CommitMetadata, DomainError, type FieldFault } from '@tutti/kernel';
import type { z } from 'zod';
import { authIdOf } from '../auth/principal';
import { formatTraceparent } from '../observability/trace-context';
import { inOurWords, zodFaults } from '../problem/zod-faults';
import type { RequestState } from './request-state';

/** One part of a request, as its schema makes it; what is wrong with it is added to the faults. */
export const parsePart = (
  schema: z.ZodType | undefined,
  value: unknown,
  prefix: string,
  faults: FieldFault[],
): unknown => {
  const result = schema?.safeParse(value, inOurWords);
  if (result?.error) faults.push(...zodFaults(result.error, prefix));
  return result?.data;
};

/** Pointers hold what the caller wrote: an answer must not grow with what is refused. */
const maxFaults = 50;
const shorten = (text: string): string =>
  text.length > 200 ? `${text.slice(0, 200).toWellFormed()}…` : text;

/** Throws `request.invalid` with all faults. */
export const refuse = (faults: readonly FieldFault[]): never => {
  const shown = faults
    .slice(0, maxFaults)
    .map((fault) => ({ ...fault, pointer: shorten(fault.pointer), detail: shorten(fault.detail) }));
  const [first] = shown;
  throw new DomainError(commonErrors['request.invalid'], {
    detail: `The request has ${faults.length === 1 ? 'a fault' : `${faults.length} faults`}: ${first?.pointer || 'the body'} ${first?.detail ?? ''}.`,
    faults: shown,
  });
};

/** What a route finds in a body of bytes, as a schema makes it; throws `request.invalid` with all faults. */
export const parseContent = <Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> => {
  const faults: FieldFault[] = [];
  const parsed = parsePart(schema, value, '', faults);
  if (faults.length > 0) refuse(faults);
  return parsed as z.output<Schema>;
};

/** Who, and in which trace: for the commit. */
export const metadataOf = ({
  principal,
  span,
}: Pick<RequestState, 'principal' | 'span'>): CommitMetadata => ({
  ...(principal ? { authId: authIdOf(principal) } : {}),
  traceparent: formatTraceparent(span.spanContext()),
});
