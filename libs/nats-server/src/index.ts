export {
  findNatsServer,
  NatsServerMissing,
  type FindOptions,
  type NatsBinary,
} from './obtain/find-nats-server';
export type { Fetcher, Progress } from './obtain/fetcher';
export { minimumVersion } from './obtain/server-version';
export { initNats, readSeed, type InitOptions } from './setup/init-nats';
export type { EdgeAccount, NatsSetup } from './setup/nats-setup';
export { readServiceSetup, writeServiceSetups } from './setup/service-setup';
export {
  ClaimsRefused,
  edgeAccountJwt,
  issueDeviceJwt,
  pushAccountJwt,
  readAccountJwt,
  type DeviceJwtOptions,
  type EdgeAccountJwtOptions,
} from './setup/account-jwt';
export { connectNats, NotOurNatsServer, type ConnectOptions } from './setup/connect-nats';
export {
  inboxPrefix,
  programNames,
  serviceNames,
  userNames,
  type AccountName,
  type ProgramName,
  type ServiceName,
  type UserName,
} from './setup/users';
export { visibleLogs } from './setup/user-permissions';
export {
  writeServerConfig,
  type Listen,
  type Port,
  type ServerConfigOptions,
  type SyncInterval,
} from './server/server-config';
export {
  NatsServerFailed,
  startNatsServer,
  type NatsServer,
  type StartOptions,
} from './server/start-nats-server';
export { StoreInUse } from './server/store-lock';
export { NatsServerUnfit, verifyNatsServer, type VerifyOptions } from './server/verify-nats-server';
export type { ProvisionOptions } from './streams/definitions';
export { LogNotProvisioned, readLogIncarnation } from './streams/log-incarnation';
export { requestCause } from './streams/request-cause';
export { directBatch, type DirectBatch } from './streams/direct-batch';
export {
  blobContexts,
  blobStream,
  bucketNames,
  bucketStream,
  logNames,
  type BlobContext,
  type BucketName,
} from './streams/names';
export { ensureTrainerConsumer, trainerAckWaitMs, trainerConsumer } from './streams/trainer-consumer';
export { openBucket } from './streams/open-bucket';
export { provision, StreamConfigRefused, type ConfigDifference } from './streams/provision';
export { trainerApiPrefix } from './setup/grants';
