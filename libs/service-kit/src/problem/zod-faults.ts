import type { FieldFault } from '@tutti/kernel';
import type { z } from 'zod';

/** JSON Pointer (RFC 6901) of a path below a prefix. */
const pointerTo = (prefix: string, path: readonly PropertyKey[]): string =>
  prefix + path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

const faultsOfIssue = (issue: z.core.$ZodIssue, prefix: string): readonly FieldFault[] =>
  issue.code === 'unrecognized_keys'
    ? issue.keys.map((key) => ({
        pointer: pointerTo(prefix, [...issue.path, key]),
        detail: 'is not known here',
      }))
    : [{ pointer: pointerTo(prefix, issue.path), detail: issue.message }];

/** Zod's issues as faults of a problem. A body's pointers have no prefix; `/query` and `/path` stand for the rest. */
export const zodFaults = (error: z.core.$ZodError, prefix = ''): readonly FieldFault[] =>
  error.issues.flatMap((issue) => faultsOfIssue(issue, prefix));
