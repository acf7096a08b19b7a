export {
  AppendConflict,
  AppendUnknown,
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
