export type { Folded } from './aggregate-state';
export {
  Aggregates,
  part,
  type AggregatesOptions,
  type Handled,
  type HandleOptions,
  type Part,
} from './aggregates';
export { maxCommitBytes, type Definitions } from './codec';
export { isLogAway } from './jetstream/errors';
export { JetStreamEventLog, type JetStreamLogOptions } from './jetstream/jetstream-log';
export { KvSnapshotStore } from './jetstream/kv-snapshots';
export { MemoryEventLog, type MemoryLogOptions } from './memory-log';
export { MemorySnapshotStore } from './memory-snapshots';
export {
  AppendConflict,
  AppendUnknown,
  CorruptCommit,
  LogChanged,
  subjectOf,
  type EventLog,
  type NewCommit,
  type NewEvent,
  type PageOptions,
  type Snapshot,
  type SnapshotStore,
  type TailBatch,
  type TailOptions,
} from './port';
export { skipCommit, type SkipRequest } from './skip';
export { subjectMatcher } from './subjects';
