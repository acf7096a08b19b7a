import { z } from 'zod';

/** Every list answers so; an empty token means the end. */
export const listOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), nextPageToken: z.string() });

export const pageQuery = {
  pageSize: z.coerce.number().optional().describe('Items per page; 50 when absent, at most 500'),
  pageToken: z.string().max(2000).optional().describe('`nextPageToken` of the page before'),
};

export const timeRangeQuery = {
  from: z.iso.datetime({ offset: true }).optional().describe('Inclusive, RFC 3339'),
  to: z.iso.datetime({ offset: true }).optional().describe('Exclusive, RFC 3339'),
};

/** A field that a list can be filtered by, and what it can be asked. */
export const filterField = z.object({
  name: z.string(),
  type: z.enum(['string', 'number', 'time', 'enum', 'tags', 'group']),
  operators: z.array(z.string()),
  /** All values of an enumeration, names of groups, known keys of tags; empty where anything goes. */
  values: z.array(z.string()),
});
export type FilterField = z.infer<typeof filterField>;
export const filterFields = z.object({ items: z.array(filterField) });

/** RFC 3339, always UTC in answers. */
export const timestamp = z.iso.datetime({ offset: true });

/** Any value. It contains itself, so it has to have a name in the description of the API. */
export const json = z.json();

/** One fault of a request. Code and parameters are those of `faultTexts`, where it is one of the usual faults. */
const fieldFault = z.object({
  pointer: z.string(),
  detail: z.string(),
  code: z.string().optional(),
  params: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
});
export type FieldFault = z.infer<typeof fieldFault>;

/** RFC 9457. */
export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string().optional(),
  instance: z.string().optional(),
  code: z.string(),
  traceId: z.string().optional(),
  errors: z.array(fieldFault).optional(),
  /** Of a 412: what has changed since the version that the caller saw. Of a 422: the report of what cannot be taken. */
  params: z.record(z.string(), z.unknown()).optional(),
});
export type Problem = z.infer<typeof problem>;
