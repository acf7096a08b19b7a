export { createTable, type TableDefinition } from './create-table';
export { dialectOf, type Dialect } from './dialect';
export { forUpdate } from './for-update';
export { insertNew } from './insert-new';
export { mergeMany, type MergePlan } from './merge';
export { Mutex } from './mutex';
export { openDatabase, type DatabaseOptions } from './open-database';
export { transaction } from './transaction';
export { upsertMany } from './upsert';
