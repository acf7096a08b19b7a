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
export { faultTexts, fillIn, type FaultCode, type FaultParams } from './faults';
export { isLoopback, localHost } from './loopback';
export { nameEvents, type NameEvent } from './names';
export {
  filterField,
  filterFields,
  json,
  listOf,
  pageQuery,
  problem,
  timeRangeQuery,
  timestamp,
  type FieldFault,
  type FilterField,
  type Problem,
} from './rest';
export { bitsOfKey, bitsOfTag, bitsOfTags } from './tag-bits';
