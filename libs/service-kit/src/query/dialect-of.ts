import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import type { Dialect } from './compile-filter';

/** The dialect that a query's database speaks. */
export const dialectOf = (builder: SelectQueryBuilder<ObjectLiteral>): Dialect =>
  builder.connection.options.type === 'mysql' ? 'mysql' : 'sqlite';
