import { createAccount, createUser, encodeUser, fmtCreds } from '@nats-io/jwt';
import { type UserName } from './users';

export interface NewUser {
  readonly creds: Uint8Array;
  /** Public key of the scoped signer, which carries the user's rights on the account. */
  readonly signer: string;
}

/**
 * A user of an account and a signer made for it alone. The signer's seed is forgotten: nobody can make a second such
 * user, and new rights come with new account claims.
 */
export const newUser = async (user: UserName, accountPublicKey: string): Promise<NewUser> => {
  const key = createUser();
  const signer = createAccount();
  const jwt = await encodeUser(user, key, accountPublicKey, {}, { signer, scopedUser: true });
  return { creds: fmtCreds(jwt, key), signer: signer.getPublicKey() };
};
