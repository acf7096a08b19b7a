import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { newSigningKey, publicKeyOf } from '@tutti/model-signature';
import { createAccount, createOperator, encodeOperator } from '@nats-io/jwt';
import { type ClaimKeys } from './account-claims';
import { claimsDigest, encodeAccounts } from './encode-accounts';
import { type SetupFacts, setupPaths } from './nats-setup';
import { makePrivateDirectory, writePrivateFile } from './private-file';
import { newUser } from './user-creds';
import { type AccountName, accountOf, type UserName, userNames } from './users';

/**
 * Account identities sign nothing: claims are signed by the operator's signing key, users by account signing keys, so
 * that each can be replaced. Their seeds are forgotten.
 */
const newIdentities = (): Record<AccountName, string> => {
  const identity = (): string => createAccount().getPublicKey();
  return { SYS: identity(), CORE: identity(), EDGE: identity(), PUBLIC: identity() };
};

/** Fills an empty directory with a complete setup. */
export const generateSetup = async (dir: string, workspace: string): Promise<void> => {
  const paths = setupPaths(dir);
  for (const path of [dir, paths.operatorDir, paths.keysDir, paths.credsDir])
    await makePrivateDirectory(path);
  const [operator, operatorSigner] = [createOperator(), createOperator()];
  const [coreSigner, deviceSigner] = [createAccount(), createAccount()];
  await writePrivateFile(paths.operatorSeed, operator.getSeed());
  await writePrivateFile(paths.coreSigningSeed, coreSigner.getSeed());
  await writePrivateFile(paths.operatorSigningSeed, operatorSigner.getSeed());
  await writePrivateFile(paths.deviceSigningSeed, deviceSigner.getSeed());
  await writePrivateFile(paths.vaultKey, `${randomBytes(32).toString('base64')}\n`);
  const modelSigningKey = newSigningKey();
  await writePrivateFile(paths.modelSigningKey, modelSigningKey);

  const identities = newIdentities();
  const keys: ClaimKeys = {
    core: identities.CORE,
    edge: identities.EDGE,
    coreSigner: coreSigner.getPublicKey(),
    deviceSigner: deviceSigner.getPublicKey(),
    userSigners: await newUsers(dir, identities),
  };
  const facts: SetupFacts = {
    format: 1,
    workspace,
    operatorJwt: await encodeOperator(workspace, operator, {
      signing_keys: [operatorSigner.getPublicKey()],
      system_account: identities.SYS,
    }),
    accounts: await encodeAccounts(identities, keys, operatorSigner),
    operatorSigner: operatorSigner.getPublicKey(),
    coreSigner: keys.coreSigner,
    deviceSigner: keys.deviceSigner,
    modelSigner: publicKeyOf(modelSigningKey),
    userSigners: keys.userSigners,
    claims: claimsDigest(keys),
  };
  await writeFile(paths.facts, `${JSON.stringify(facts, null, 2)}\n`);
};

/** Writes everybody's credentials and answers with the signers that carry their rights. */
const newUsers = async (
  dir: string,
  identities: Readonly<Record<AccountName, string>>,
): Promise<Record<UserName, string>> => {
  const made = userNames.map(async (user) => {
    const { creds, signer } = await newUser(user, identities[accountOf(user)]);
    await writePrivateFile(setupPaths(dir).creds(user), creds);
    return [user, signer] as const;
  });
  return Object.fromEntries(await Promise.all(made)) as Record<UserName, string>;
};
