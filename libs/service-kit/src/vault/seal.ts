import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { VaultKeys } from './vault-keys';

/** Layout: version (1), key id (8), nonce (12), ciphertext, tag (16). */
const version = 1;
const keyIdEnd = 9;
const nonceEnd = 21;
const tagLength = 16;

/** A sealed secret cannot be opened: another key, another name, or it was tampered with. */
export class VaultUnreadable extends Error {
  override readonly name = 'VaultUnreadable';
}

/** AES-256-GCM under the newest key. The name is authenticated too: a secret opens under no other name. */
export const seal = ([key]: VaultKeys, name: string, secret: Uint8Array): Buffer => {
  const nonce = randomBytes(nonceEnd - keyIdEnd);
  const cipher = createCipheriv('aes-256-gcm', key.encryption, nonce).setAAD(Buffer.from(name));
  const sealed = [cipher.update(secret), cipher.final()];
  return Buffer.concat([Buffer.of(version), key.id, nonce, ...sealed, cipher.getAuthTag()]);
};

/** Throws `VaultUnreadable`. */
export const unseal = (keys: VaultKeys, name: string, sealed: Uint8Array): Buffer => {
  const bytes = Buffer.from(sealed);
  if (bytes.length < nonceEnd + tagLength || bytes[0] !== version)
    throw new VaultUnreadable(`The vault entry ${name} has an unknown form.`);
  const key = keys.find(({ id }) => id.equals(bytes.subarray(1, keyIdEnd)));
  if (!key)
    throw new VaultUnreadable(
      `The vault entry ${name} was sealed with a key that is not in the vault key file. Is it the right file?`,
    );
  const decipher = createDecipheriv('aes-256-gcm', key.encryption, bytes.subarray(keyIdEnd, nonceEnd));
  decipher.setAAD(Buffer.from(name)).setAuthTag(bytes.subarray(-tagLength));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(nonceEnd, -tagLength)), decipher.final()]);
  } catch (cause) {
    throw new VaultUnreadable(`The vault entry ${name} was tampered with.`, { cause });
  }
};
