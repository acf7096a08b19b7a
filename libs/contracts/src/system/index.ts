export { serviceAbout, storedLog, type ServiceAbout, type StoredLog } from './about';
export {
  adoptLog,
  parkedInstances,
  projectionRunner,
  runners,
  runnerServices,
  skipCommit,
  type ParkedInstance,
  type ProcessRunner,
  type ProjectionRunner,
  type Runners,
  type TelemetryRunner,
} from './api';
export { systemErrors } from './errors';
export { skipEvents } from './events';
