import { faultTexts, fillIn, type FaultCode, type FaultParams } from '@tutti/contracts/common';
import type { FieldFault } from '@tutti/kernel';
import type { z } from 'zod';

type Issue = z.core.$ZodIssue | z.core.$ZodRawIssue;
type Said = readonly [code: FaultCode, params?: FaultParams];

const types: Readonly<Record<string, FaultCode>> = {
  string: 'not-text',
  number: 'not-number',
  int: 'not-whole',
  boolean: 'not-boolean',
  array: 'not-list',
  tuple: 'not-list',
  object: 'not-object',
  record: 'not-object',
  null: 'not-null',
};

const formats: Readonly<Record<string, FaultCode>> = {
  datetime: 'not-time',
  uuid: 'not-uuid',
  url: 'not-url',
  base64: 'not-base64',
};

type TooBig = Extract<Issue, { readonly code: 'too_big' }>;
type TooSmall = Extract<Issue, { readonly code: 'too_small' }>;

const tooBig = ({ origin, maximum, inclusive }: TooBig): Said => {
  const max = Number(maximum);
  if (origin === 'string') return ['too-long', { max }];
  if (origin === 'array' || origin === 'set') return ['too-many', { max }];
  return [inclusive === false ? 'not-below' : 'too-great', { max }];
};

const tooSmall = ({ origin, minimum, inclusive }: TooSmall): Said => {
  const min = Number(minimum);
  if ((origin === 'string' || origin === 'array') && min === 1) return ['empty'];
  if (origin === 'string') return ['too-short', { min }];
  if (origin === 'array' || origin === 'set') return ['too-few', { min }];
  return [inclusive === false ? 'not-above' : 'too-small', { min }];
};

const oneOf = (values: readonly unknown[]): Said =>
  values.length === 1
    ? ['not-value', { value: String(values[0]) }]
    : ['not-one-of', { values: values.map(String).join(', ') }];

const ofFormat = (format: string, pattern: unknown): Said =>
  format === 'regex' ? ['not-like', { pattern: String(pattern) }] : [formats[format] ?? 'invalid'];

const ofKey = (issues: readonly Issue[]): Said => {
  const pattern = issues.flatMap((issue) => ('pattern' in issue ? [String(issue.pattern)] : []))[0];
  return pattern === undefined ? ['invalid'] : ['key-not-like', { pattern }];
};

const saidOf = (issue: Issue): Said => {
  const missing = issue.input === undefined;
  switch (issue.code) {
    case 'invalid_type':
      return missing ? ['missing'] : [types[issue.expected] ?? 'invalid'];
    case 'invalid_value':
      return missing ? ['missing'] : oneOf(issue.values);
    case 'invalid_union':
      if (missing) return ['missing'];
      return 'options' in issue ? oneOf(issue.options as readonly unknown[]) : ['invalid'];
    case 'too_big':
      return tooBig(issue);
    case 'too_small':
      return tooSmall(issue);
    case 'invalid_format':
      return ofFormat(issue.format, issue.pattern);
    case 'not_multiple_of':
      return ['not-multiple', { divisor: Number(issue.divisor) }];
    case 'unrecognized_keys':
      return ['unknown'];
    case 'invalid_key':
      return ofKey(issue.issues);
    default:
      return ['invalid'];
  }
};

const textOf = ([code, params]: Said): string => fillIn(faultTexts[code], params);

/** To be passed to `safeParse`: our words where a schema brings none of its own. */
export const inOurWords = {
  error: (issue: z.core.$ZodRawIssue): string => textOf(saidOf(issue)),
  // Tells what is missing from what is wrong.
  reportInput: true,
} satisfies z.core.ParseContext<z.core.$ZodIssue>;

/** JSON Pointer (RFC 6901) of a path below a prefix. */
const pointerTo = (prefix: string, path: readonly PropertyKey[]): string =>
  prefix + path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

/** A schema's own words have no code. */
const faultOf = (pointer: string, issue: z.core.$ZodIssue): FieldFault => {
  const said = saidOf(issue);
  const detail = textOf(said);
  const [code, params] = said;
  if (issue.message !== detail) return { pointer, detail: issue.message };
  return { pointer, detail, code, ...(params ? { params } : {}) };
};

const faultsOfIssue = (issue: z.core.$ZodIssue, prefix: string): readonly FieldFault[] => {
  const keys = issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [key]) : [[]];
  return keys.map((key) => faultOf(pointerTo(prefix, [...issue.path, ...key]), issue));
};

/**
 * Zod's issues, found `inOurWords`, as faults of a problem. A body's pointers have no prefix; `/query` and `/path` stand
 * for the rest.
 */
export const zodFaults = (error: z.core.$ZodError, prefix = ''): readonly FieldFault[] =>
  error.issues.flatMap((issue) => faultsOfIssue(issue, prefix));
