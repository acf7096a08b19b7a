export { runtimeEntities, runtimeMigrations } from './tables';
export { ProjectionRunner, type ProjectionRunnerOptions } from './projection/projection-runner';
export { commitsAsOf, rowAsOf, type AsOf } from './projection/row-as-of';
export {
  createView,
  liveCheckpoint,
  liveCondition,
  liveRows,
  viewTable,
  type Generated,
  type ViewDefinition,
  type ViewMigration,
  type ViewRow,
  type ViewTable,
} from './projection/view';
export { ProcessRunner, type ProcessRunnerOptions } from './process/process-runner';
export {
  deadLetterSubject,
  jetStreamDeadLetters,
  type DeadLetter,
  type DeadLetters,
} from './process/dead-letters';
export type { EffectContext, EffectHandler, EffectHandlers, TirelessHandler } from './process/handlers';
export type { ParkedInstance } from './process/parking';
export { Leader, type LeaderOptions, type LedWork, type Term } from './leader/leader';
export { workInRounds } from './leader/work-in-rounds';
export type { ProcessReport, ProcessStatus, ProjectionReport, RebuildReport, RunnerStatus } from './status';
export type { AroundBatch, AroundEffect, AroundTelemetry } from './support/around-batch';
export { exponentialBackoff, type Backoff } from './support/backoff';
export { silentLogger, type Logger } from './support/logger';
export { SteadyClock } from './support/steady-clock';
export { Bell } from './support/wait';
export type { Heard } from './telemetry/hearing';
export {
  TelemetryConsumer,
  type Received,
  type TelemetryConsumerOptions,
  type TelemetryStatus,
} from './telemetry/telemetry-consumer';
