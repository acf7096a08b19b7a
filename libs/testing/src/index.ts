export { bundledProgram } from './bundled-program';
export { colourModel } from './colour-model';
export { SimulatedDevice, type DeviceCall, type SimulatedDeviceOptions } from './device';
export {
  GrpcCaller,
  GrpcStream,
  refusalOf,
  type GrpcAnswer,
  type GrpcHeaders,
  type GrpcRefusal,
} from './grpc';
export { fold } from './fold';
export { given, type Outcome } from './given';
export { answered, HttpCaller, type Answered, type Call, type Role } from './http-caller';
export {
  natsServerForTests,
  startTestCluster,
  startTestNats,
  type TestCluster,
  type TestDevice,
  type TestNats,
  type TestNatsOptions,
} from './nats';
export { TornCable } from './torn-cable';
export { startOtlpSink, type SinkSpan } from './otlp-sink';
export { startSystem, type System, type SystemOptions } from './system';
export {
  mariadbAdmin,
  mariadbTestDatabase,
  mariadbUrl,
  sqliteTestDatabase,
  startTestMariadb,
  testDatabase,
  type TestDatabase,
  type TestMariadb,
} from './database';
export { valid, type Schema } from './schema-values';
export { flowsOf, type Flow } from './network/recording';
export { connectTwoMachines, type BadLink, type Machine, type TwoMachines } from './network/two-machines';
