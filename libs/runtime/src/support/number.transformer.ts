import type { ValueTransformer } from 'typeorm';

/** For `bigint` columns, which some drivers answer as strings. Every number of ours is below 2^53. */
export const asNumber: ValueTransformer = {
  to: (value: unknown) => value,
  from: (value: unknown) => (value === null ? null : Number(value)),
};
