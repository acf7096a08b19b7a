import type { EntitySchemaColumnOptions } from 'typeorm';

/** Some drivers answer `bigint` columns as strings. Every number of ours is below 2^53. */
export const asNumber = {
  to: (value: number | null) => value,
  from: (value: unknown) => (value === null ? null : Number(value)),
};

/** Milliseconds since 1970, or another number beyond 32 bits. */
export const bigint = (name: string): EntitySchemaColumnOptions => ({
  name,
  type: 'bigint',
  transformer: asNumber,
});
export const text = (name: string, length: number): EntitySchemaColumnOptions => ({
  name,
  type: 'varchar',
  length,
});
export const json = (name: string): EntitySchemaColumnOptions => ({ name, type: 'simple-json' });
export const real = (name: string): EntitySchemaColumnOptions => ({ name, type: 'double' });
export const flag = (name: string): EntitySchemaColumnOptions => ({ name, type: 'boolean' });
export const orNull = (column: EntitySchemaColumnOptions): EntitySchemaColumnOptions => ({
  ...column,
  nullable: true,
});
export const key = (column: EntitySchemaColumnOptions): EntitySchemaColumnOptions => ({
  ...column,
  primary: true,
});
