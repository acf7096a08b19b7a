import type { NatsConnection } from '@nats-io/transport-node';
import { startTestNats, type TestNats } from '@tutti/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Vault } from './vault';
import { readVaultKeys } from './vault-keys';

let nats: TestNats;
let connection: NatsConnection;
let vault: Vault;
const text = (value: string) => Buffer.from(value);

beforeAll(async () => {
  nats = await startTestNats();
  connection = await nats.connect('identity');
  vault = await Vault.open(connection, await readVaultKeys(nats.setup.vaultKeyFile));
});
afterAll(() => nats.stop());

describe('the vault', () => {
  test('gives back what was put, by revision', async () => {
    await vault.put('identity.test.a', text('one'));
    const found = await vault.get('identity.test.a');
    expect(found?.secret).toEqual(text('one'));
    expect(await vault.replace('identity.test.a', text('two'), found?.revision ?? 0)).toBe(true);
    expect(await vault.replace('identity.test.a', text('three'), found?.revision ?? 0)).toBe(false);
    expect((await vault.get('identity.test.a'))?.secret).toEqual(text('two'));
  });

  test('creates once, and again after a delete', async () => {
    expect(await vault.create('identity.test.b', text('one'))).toBe(true);
    expect(await vault.create('identity.test.b', text('two'))).toBe(false);
    expect((await vault.get('identity.test.b'))?.secret).toEqual(text('one'));
    await vault.delete('identity.test.b');
    expect(await vault.get('identity.test.b')).toBeUndefined();
    expect(await vault.create('identity.test.b', text('three'))).toBe(true);
  });

  test('knows nothing of what was never put', async () => {
    expect(await vault.get('identity.test.absent')).toBeUndefined();
  });

  test('holds no clear text on the server', async () => {
    await vault.put('identity.test.c', text('a-secret-in-the-clear'));
    const admin = await nats.connectAdmin();
    const answer = await admin.request('$JS.API.DIRECT.GET.KV_vault.$KV.vault.identity.test.c', undefined, {
      timeout: 2000,
    });
    expect(answer.data.length).toBeGreaterThan(30);
    expect(answer.string()).not.toContain('secret');
  });

  test('hashes by key and purpose', async () => {
    expect(vault.mac('identity.name', 'admin')).toMatch(/^[a-z2-7]{52}$/);
    expect(vault.mac('identity.name', 'admin')).toBe(vault.mac('identity.name', 'admin'));
    expect(vault.mac('devices.name', 'admin')).not.toBe(vault.mac('identity.name', 'admin'));
  });
});
