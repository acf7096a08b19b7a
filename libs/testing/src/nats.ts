export {
  natsServerForTests,
  startTestCluster,
  startTestNats,
  type TestCluster,
  type TestDevice,
  type TestDeviceOptions,
  type TestNats,
  type TestNatsOptions,
} from '@tutti/nats-server/testing';
