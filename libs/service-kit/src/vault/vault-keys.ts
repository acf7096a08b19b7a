import { createHash, createHmac, hkdfSync } from 'node:crypto';
import { readFile } from 'node:fs/promises';

/** One master key, as it is used: a key for encryption and one for keyed hashes, never the master itself. */
export interface VaultKey {
  /** First 8 bytes of a hash of the master key: says which key opens a secret. */
  readonly id: Buffer;
  readonly encryption: Buffer;
  readonly mac: Buffer;
}

/** Newest first: it seals; every one opens. The oldest makes keyed hashes, which therefore survive a rotation. */
export type VaultKeys = readonly [VaultKey, ...VaultKey[]];

const keyBytes = 32;

const derived = (master: Buffer, purpose: string): Buffer =>
  Buffer.from(hkdfSync('sha256', master, Buffer.alloc(0), `tutti-vault:v1:${purpose}`, keyBytes));

const vaultKey = (line: string, index: number): VaultKey => {
  const master = Buffer.from(line, 'base64');
  if (master.length !== keyBytes)
    throw new Error(`Line ${index + 1} of the vault key file is not ${keyBytes} bytes in base64.`);
  return {
    id: createHash('sha256').update(derived(master, 'id')).digest().subarray(0, 8),
    encryption: derived(master, 'aes-256-gcm'),
    mac: derived(master, 'hmac-sha256'),
  };
};

/**
 * Reads the content of a vault key file: 32 random bytes in base64, one key a line. To rotate, put a new line before the
 * others and keep those; secrets move to the new key whenever they are written.
 */
export const parseVaultKeys = (content: string): VaultKeys => {
  const lines = content.split(/\r?\n/).filter((line) => line.trim() !== '');
  const [newest, ...older] = lines.map(vaultKey);
  if (!newest) throw new Error('The vault key file is empty.');
  return [newest, ...older];
};

export const readVaultKeys = async (file: string): Promise<VaultKeys> =>
  parseVaultKeys(await readFile(file, 'utf8'));

/** A key that all services and replicas of an installation share, one for each purpose; it survives a rotation. */
export const sharedKey = (keys: VaultKeys, purpose: string): string =>
  createHmac('sha256', (keys.at(-1) ?? keys[0]).mac)
    .update(`shared-key\0${purpose}`)
    .digest('base64url');
