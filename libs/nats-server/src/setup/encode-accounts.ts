import { createHash } from 'node:crypto';
import { type Account, encodeAccount, type KeyPair } from '@nats-io/jwt';
import { type ClaimKeys, coreClaims, edgeClaims, publicClaims, systemClaims } from './account-claims';
import { type SetupFacts } from './nats-setup';
import { type AccountName } from './users';

const claimsOf = (keys: ClaimKeys): Record<AccountName, Partial<Account>> => ({
  SYS: systemClaims(keys),
  CORE: coreClaims(keys),
  EDGE: edgeClaims(keys, {}),
  PUBLIC: publicClaims(keys),
});

/** Changes whenever any account's claims do. */
export const claimsDigest = (keys: ClaimKeys): string =>
  createHash('sha256')
    .update(JSON.stringify(claimsOf(keys)))
    .digest('hex');

/** All accounts' JWTs, signed by the operator's signing key. EDGE's without revocations. */
export const encodeAccounts = async (
  identities: Readonly<Record<AccountName, string>>,
  keys: ClaimKeys,
  signer: KeyPair,
): Promise<SetupFacts['accounts']> => {
  const claims = claimsOf(keys);
  const encode = async (name: AccountName) => ({
    publicKey: identities[name],
    jwt: await encodeAccount(name, identities[name], claims[name], { signer }),
  });
  const [SYS, CORE, EDGE, PUBLIC] = await Promise.all([
    encode('SYS'),
    encode('CORE'),
    encode('EDGE'),
    encode('PUBLIC'),
  ]);
  return { SYS, CORE, EDGE, PUBLIC };
};
