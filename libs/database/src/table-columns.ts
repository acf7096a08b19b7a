import type { TableColumnOptions } from 'typeorm';

/** Columns of migrations, in a line each: `column('at', 'bigint')`, `nullable(column('note', 'varchar', 128))`. */
export const column = (name: string, type: string, length?: number): TableColumnOptions => ({
  name,
  type,
  ...(length === undefined ? {} : { length: String(length) }),
});
export const nullable = (options: TableColumnOptions): TableColumnOptions => ({
  ...options,
  isNullable: true,
});
export const primary = (options: TableColumnOptions): TableColumnOptions => ({ ...options, isPrimary: true });
