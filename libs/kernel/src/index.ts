export { systemClock, type Clock } from './clock';
export type { Decider, DomainEvent } from './decider';
export {
  DomainError,
  type ErrorDefinition,
  type ErrorDetails,
  type ErrorKind,
  type FieldFault,
} from './domain-error';
export { isAtLeast } from './is-at-least';
export { isSame } from './is-same';
export { portions } from './portions';
export type { Outgoing, Process, ProcessInput, Reaction, Timer } from './process';
export type { Projection } from './projection';
export { seededRandom, shuffled, type Random } from './random';
export type { Commit, CommitMetadata, Recorded } from './recorded';
