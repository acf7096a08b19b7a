export { runtimeEntities, runtimeMigrations } from './tables';
export {
  ProjectionRunner,
  type AroundBatch,
  type ProjectionRunnerOptions,
} from './projection/projection-runner';
export {
  createView,
  liveRows,
  viewTable,
  type Generated,
  type ViewDefinition,
  type ViewMigration,
  type ViewRow,
  type ViewTable,
} from './projection/view';
export type { RunnerStatus } from './status';
export { exponentialBackoff, type Backoff } from './support/backoff';
export { silentLogger, type Logger } from './support/logger';
