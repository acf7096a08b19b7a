export { commonErrors, defineErrors } from './errors';
export {
  defineEvents,
  event,
  readEventData,
  type EventDefinition,
  type EventDefinitions,
  type EventOf,
  type EventSet,
} from './events';
export { isLoopback } from './loopback';
export { nameEvents, type NameEvent } from './names';
export { listOf, pageQuery, problem, timeRangeQuery, timestamp, type Problem } from './rest';
