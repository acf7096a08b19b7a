import type { EntityManager } from 'typeorm';
import { dialectOf } from './dialect';

/**
 * Spread into the options of `find` where `transaction()` reads rows in order to change them. Without it two
 * transactions of MySQL that read the same row both hold it and one of them starts over; SQLite has one writer anyway.
 */
export const forUpdate = ({
  dataSource,
}: Pick<EntityManager, 'dataSource'>): { readonly lock?: { readonly mode: 'pessimistic_write' } } =>
  dialectOf(dataSource) === 'mysql' ? { lock: { mode: 'pessimistic_write' } } : {};
