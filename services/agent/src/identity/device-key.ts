import { join } from 'node:path';
import { type KeyPair, createUser, fromSeed } from '@nats-io/nkeys';
import { readPrivate, writePrivate } from './private-file';

/** The device's Ed25519 key (an nkey). It is made here and never leaves this folder. */
export async function loadDeviceKey(folder: string): Promise<KeyPair> {
  const path = join(folder, 'device.seed');
  const stored = await readPrivate(path);
  if (stored !== undefined) return fromSeed(Buffer.from(stored.trim()));
  const key = createUser();
  await writePrivate(path, Buffer.from(key.getSeed()).toString());
  return key;
}
