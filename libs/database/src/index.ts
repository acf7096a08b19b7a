export { mergeMany, type MergePlan } from './merge';
export { Mutex } from './mutex';
export { openDatabase, type DatabaseOptions } from './open-database';
export { transaction } from './transaction';
export { upsertMany } from './upsert';
