export { TestService, testPlace, testRealm, type TestGround, type TestPlace } from './test-service';
