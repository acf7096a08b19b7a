import { readFile, rename, rm } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { fromSeed, type KeyPair } from '@nats-io/jwt';
import { newSigningKey, publicKeyOf } from '@tutti/model-signature';
import { makeScratchDirectory } from '../scratch-directory';
import { claimsDigest, encodeAccounts } from './encode-accounts';
import { generateSetup } from './generate-setup';
import { type NatsSetup, readSetupFacts, type SetupFacts, setupPaths, toSetup } from './nats-setup';
import { makePrivateFile, replacePrivateFile } from './private-file';
import { newUser } from './user-creds';
import { accountOf, type UserName, userNames } from './users';

export interface InitOptions {
  /** Made when absent; must not exist half-filled by somebody else. */
  readonly dir: string;
  /** Unique name of the installation. */
  readonly workspace: string;
}

/**
 * The core of `tutti init`: makes the setup once and answers with it ever after. It is written aside and renamed into
 * place; a directory cannot be renamed onto a filled one, so of two processes one wins and both get its setup.
 */
export const initNats = async (options: InitOptions): Promise<NatsSetup> => {
  const dir = resolve(options.dir);
  const facts = (await readSetupFacts(dir)) ?? (await makeSetup(dir, options.workspace));
  if (facts.workspace !== options.workspace) {
    throw new Error(
      `${dir} belongs to workspace "${facts.workspace}", not to "${options.workspace}". Use another directory.`,
    );
  }
  return toSetup(dir, await renewClaims(dir, await withModelSigner(dir, facts)));
};

const makeSetup = async (dir: string, workspace: string): Promise<SetupFacts> => {
  const aside = await makeScratchDirectory(dirname(dir), `.${basename(dir)}-`);
  try {
    await generateSetup(aside, workspace);
    await rename(aside, dir);
  } catch (error) {
    await rm(aside, { recursive: true, force: true });
    const winner = await readSetupFacts(dir);
    if (winner !== undefined) return winner;
    throw new Error(`cannot set up NATS in ${dir}; if it holds something else, name another directory`, {
      cause: error,
    });
  }
  const facts = await readSetupFacts(dir);
  if (facts === undefined) throw new Error(`${dir} vanished while it was set up`);
  return facts;
};

/** Setups of versions that signed no models get a key. The file is made once, so that all who start at once name the same. */
const withModelSigner = async (dir: string, facts: SetupFacts): Promise<SetupFacts> => {
  if (facts.modelSigner !== undefined) return facts;
  const paths = setupPaths(dir);
  await makePrivateFile(paths.modelSigningKey, newSigningKey());
  const complete = { ...facts, modelSigner: publicKeyOf(await readFile(paths.modelSigningKey, 'utf8')) };
  await replaceFacts(dir, complete);
  return complete;
};

const replaceFacts = (dir: string, facts: SetupFacts): Promise<void> =>
  replacePrivateFile(setupPaths(dir).facts, `${JSON.stringify(facts, null, 2)}\n`);

/**
 * After an upgrade that changed what accounts or users may do: new claims from the operator's signing key, and
 * credentials for users who were not there before. Credentials that were handed out stay as they are.
 */
const renewClaims = async (dir: string, facts: SetupFacts): Promise<SetupFacts> => {
  const paths = setupPaths(dir);
  const { SYS, CORE, EDGE, PUBLIC } = facts.accounts;
  const identities = {
    SYS: SYS.publicKey,
    CORE: CORE.publicKey,
    EDGE: EDGE.publicKey,
    PUBLIC: PUBLIC.publicKey,
  };
  const userSigners = { ...facts.userSigners };
  for (const user of userNames.filter((name) => userSigners[name] === undefined)) {
    const made = await newUser(user, identities[accountOf(user)]);
    await replacePrivateFile(paths.creds(user), made.creds);
    userSigners[user] = made.signer;
  }
  const { coreSigner, deviceSigner } = facts;
  const keys = {
    core: identities.CORE,
    edge: identities.EDGE,
    coreSigner,
    deviceSigner,
    userSigners: complete(userSigners),
  };
  const claims = claimsDigest(keys);
  if (facts.claims === claims) return facts;
  const accounts = await encodeAccounts(identities, keys, await readSeed(paths.operatorSigningSeed));
  const renewed = { ...facts, accounts, userSigners, claims };
  await replaceFacts(dir, renewed);
  return renewed;
};

const complete = (signers: Partial<Record<UserName, string>>): Record<UserName, string> => {
  const missing = userNames.filter((user) => signers[user] === undefined);
  if (missing.length > 0) throw new Error(`no signers for ${missing.join(', ')}`);
  return signers as Record<UserName, string>;
};

/** A key pair from a seed file. */
export const readSeed = async (path: string): Promise<KeyPair> => {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new Error(`cannot read the signing key ${path}`, { cause });
  });
  return fromSeed(new TextEncoder().encode(text.trim()));
};
