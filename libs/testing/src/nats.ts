export {
  natsServerForTests,
  startTestNats,
  type TestDevice,
  type TestDeviceOptions,
  type TestNats,
  type TestNatsOptions,
} from '@tutti/nats-server/testing';
