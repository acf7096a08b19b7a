import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
} from 'node:crypto';
import { Kvm } from '@nats-io/kv';
import type { NatsConnection } from '@nats-io/transport-node';
import type { Vault } from '@tutti/service-kit';

/** Signs access tokens. */
export interface SigningKey {
  readonly kid: string;
  readonly privateKey: KeyObject;
}

const name = 'identity.signing-key';

/** RFC 7638 thumbprint of an Ed25519 key. */
const thumbprint = (publicKey: KeyObject): string => {
  const { crv, kty, x } = publicKey.export({ format: 'jwk' });
  return createHash('sha256').update(JSON.stringify({ crv, kty, x })).digest('base64url');
};

const createOnce = async (vault: Vault): Promise<Buffer> => {
  const { privateKey } = generateKeyPairSync('ed25519');
  await vault.create(name, privateKey.export({ format: 'der', type: 'pkcs8' }));
  // Another replica may have been first: its key counts.
  const stored = await vault.get(name);
  if (!stored) throw new Error('The signing key was stored and is not there.');
  return stored.secret;
};

/**
 * The installation's signing key, made at the first start. The private half stays in the vault; the public half goes to
 * the bucket `jwks`, from where every service verifies.
 */
export const openSigningKey = async (connection: NatsConnection, vault: Vault): Promise<SigningKey> => {
  const der = (await vault.get(name))?.secret ?? (await createOnce(vault));
  const privateKey = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  const publicKey = createPublicKey(privateKey);
  const kid = thumbprint(publicKey);
  const jwks = await new Kvm(connection).open('jwks', { allow_direct: true });
  const jwk = { ...publicKey.export({ format: 'jwk' }), kid, alg: 'EdDSA', use: 'sig' };
  if ((await jwks.get(kid))?.operation !== 'PUT') await jwks.put(kid, JSON.stringify(jwk));
  return { kid, privateKey };
};
