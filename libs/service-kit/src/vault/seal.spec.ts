import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { base32 } from './base32';
import { seal, unseal, VaultUnreadable } from './seal';
import { parseVaultKeys } from './vault-keys';

const line = () => `${randomBytes(32).toString('base64')}\n`;
const secret = Buffer.from('correct horse battery staple');

describe('a sealed secret', () => {
  const keys = parseVaultKeys(line());

  test('opens under its name and shows nothing of itself', () => {
    const sealed = seal(keys, 'identity.password.1', secret);
    expect(unseal(keys, 'identity.password.1', sealed)).toEqual(secret);
    expect(sealed.includes(secret.subarray(0, 4))).toBe(false);
    expect(seal(keys, 'identity.password.1', secret)).not.toEqual(sealed);
  });

  test('opens under no other name and with no other key', () => {
    const sealed = seal(keys, 'identity.password.1', secret);
    expect(() => unseal(keys, 'identity.password.2', sealed)).toThrow(VaultUnreadable);
    expect(() => unseal(parseVaultKeys(line()), 'identity.password.1', sealed)).toThrow(
      'not in the vault key file',
    );
  });

  test.each([0, 3, 12, 25, 40])('does not open with a flipped bit in byte %i', (index) => {
    const sealed = seal(keys, 'a.b', secret);
    sealed.writeUInt8(sealed.readUInt8(index) ^ 1, index);
    expect(() => unseal(keys, 'a.b', sealed)).toThrow(VaultUnreadable);
  });

  test('does not open when cut short', () => {
    expect(() => unseal(keys, 'a.b', seal(keys, 'a.b', secret).subarray(0, 30))).toThrow(VaultUnreadable);
  });
});

describe('a key file', () => {
  test('rotates by a new first line: it seals, the older ones open', () => {
    const old = line();
    const rotated = line() + old;
    const before = seal(parseVaultKeys(old), 'a.b', secret);
    const after = seal(parseVaultKeys(rotated), 'a.b', secret);
    expect(unseal(parseVaultKeys(rotated), 'a.b', before)).toEqual(secret);
    expect(() => unseal(parseVaultKeys(old), 'a.b', after)).toThrow(VaultUnreadable);
  });

  test('is refused when empty or when a line is no key', () => {
    expect(() => parseVaultKeys('\n')).toThrow('empty');
    expect(() => parseVaultKeys(`${line()}c2hvcnQ=\n`)).toThrow('Line 2');
  });
});

test('base32 agrees with the vectors of RFC 4648', () => {
  const of = (text: string) => base32(Buffer.from(text));
  expect(['', 'f', 'fo', 'foo', 'foob', 'fooba', 'foobar'].map(of)).toEqual([
    '',
    'my',
    'mzxq',
    'mzxw6',
    'mzxw6yq',
    'mzxw6ytb',
    'mzxw6ytboi',
  ]);
});
