export { bundleMediaType, type SignatureBundle } from './bundle';
export { keyIdOf, newSigningKey, publicKeyOf } from './keys';
export { signModel, type SignedSubject } from './sign-model';
export { SignatureInvalid, verifyModel, type Verified } from './verify-model';
