import { generateKeyPairSync } from 'node:crypto';
import { Kvm, type KV } from '@nats-io/kv';
import { startTestNats, type TestNats } from '@tutti/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { JwksKeySource } from './jwks-key-source';

let nats: TestNats;
let bucket: KV;
beforeAll(async () => {
  nats = await startTestNats();
  bucket = await new Kvm(await nats.connect('identity')).open('jwks', { allow_direct: true });
});
afterAll(() => nats.stop());

const jwk = () => generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' });

test('finds what identity put there, new keys after a refresh, withdrawn ones no more', async () => {
  const source = await JwksKeySource.open(await nats.connect('devices'));
  expect(source.key('one')).toBeUndefined();
  const one = jwk();
  await bucket.put('one', JSON.stringify(one));
  await bucket.put('two', JSON.stringify(jwk()));
  await source.refresh();
  expect(source.key('one')?.export({ format: 'jwk' })).toEqual(one);
  await bucket.delete('two');
  await source.refresh();
  expect(source.key('two')).toBeUndefined();
  expect(source.key('one')).toBeDefined();
});

test('passes over what is no Ed25519 public key', async () => {
  await bucket.put('text', 'no key');
  await bucket.put('hmac', JSON.stringify({ kty: 'oct', k: 'AAAA' }));
  await bucket.put('good', JSON.stringify(jwk()));
  const source = await JwksKeySource.open(await nats.connect('summary'));
  expect(source.key('text')).toBeUndefined();
  expect(source.key('hmac')).toBeUndefined();
  expect(source.key('good')).toBeDefined();
});

test('another service cannot put a key there', async () => {
  const foreign = await new Kvm(await nats.connect('devices')).open('jwks', { allow_direct: true });
  await expect(foreign.put('forged', JSON.stringify(jwk()), { timeout: 500 })).rejects.toThrow();
  const source = await JwksKeySource.open(await nats.connect('summary'));
  expect(source.key('forged')).toBeUndefined();
});
