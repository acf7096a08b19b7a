export {
  adoptLog,
  parkedInstances,
  projectionRunner,
  runners,
  runnerServices,
  type ParkedInstance,
  type ProcessRunner,
  type ProjectionRunner,
  type Runners,
  type TelemetryRunner,
} from './api';
export { systemErrors } from './errors';
