import { randomInt } from 'node:crypto';
import { commonErrors } from '@tutti/contracts/common';
import { DomainError } from '@tutti/kernel';
import type { Accounts } from '../user/accounts';

/** Name of the first user. */
export const adminName = 'admin';

/** No letters that are taken for digits: it is read from a terminal. */
const letters = 'abcdefghjkmnpqrstuvwxyz23456789';
/** ASVS 5.0 6.2.1. Stricter rules are for passwords that people choose in the console. */
const shortest = 8;

/** About 99 bits. */
const newOneTimePassword = (): string =>
  Array.from({ length: 5 }, () =>
    Array.from({ length: 4 }, () => letters.charAt(randomInt(letters.length))).join(''),
  ).join('-');

const isNameTaken = (error: unknown): boolean =>
  error instanceof DomainError && error.code === commonErrors['name.taken'].code;

export interface EnsuredAdmin {
  /** Only when the user was created now and no password was given: show it once, it is stored nowhere in the clear. */
  readonly oneTimePassword?: string;
}

interface FirstPassword {
  readonly password: string | undefined;
  /** It was made up, by whoever gives it. */
  readonly once: boolean;
}

/**
 * Creates the user `admin` unless there is one; an existing one stays as it is. A password that the operator chose need
 * not be changed, one that was made up must be.
 */
export const ensureAdmin = async (
  accounts: Accounts,
  { password, once }: FirstPassword,
): Promise<EnsuredAdmin> => {
  if ((await accounts.idOf(adminName)) !== undefined) return {};
  if (password !== undefined && password.length < shortest)
    throw new Error(`The password for ${adminName} must have at least ${shortest} characters.`);
  const oneTimePassword = newOneTimePassword();
  const user = {
    name: adminName,
    role: 'admin',
    password: password ?? oneTimePassword,
    mustChangePassword: once || password === undefined,
  } as const;
  try {
    await accounts.register(user, { metadata: { authId: 'system' } });
  } catch (error) {
    // Another replica was first.
    if (isNameTaken(error)) return {};
    throw error;
  }
  return password === undefined ? { oneTimePassword } : {};
};
