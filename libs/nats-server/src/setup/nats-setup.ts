import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { type AccountName, type UserName, userNames } from './users';

/** What account EDGE consists of, and who may sign for it. */
export interface EdgeAccount {
  readonly accountPublicKey: string;
  readonly corePublicKey: string;
  /** The scoped key that device JWTs are signed with. */
  readonly signerPublicKey: string;
  /** The only key whose claims the server applies. */
  readonly operatorSignerPublicKey: string;
  readonly signingSeedFile: string;
}

/** One installation's NATS identity: keys, accounts and credentials, by path. Made by `initNats`. */
export interface NatsSetup {
  readonly dir: string;
  readonly workspace: string;
  /** Server configuration as last written by `writeServerConfig`. */
  readonly configFile: string;
  readonly operatorJwt: string;
  readonly accounts: Readonly<Record<AccountName, { readonly publicKey: string; readonly jwt: string }>>;
  readonly edge: EdgeAccount;
  /** Signs account claims; for the revocation authority. The operator's own seed is not among these paths. */
  readonly operatorSigningSeedFile: string;
  /** 32 random bytes in base64: encrypts the vault bucket. */
  readonly vaultKeyFile: string;
  /** Signs models; for the training service. */
  readonly modelSigningKeyFile: string;
  /** PEM of its public part: whoever runs models verifies them with it. */
  readonly modelSigner: string;
  /** Path of a user's credentials file. */
  credsFor(user: UserName): string;
}

/** Where things are, below the setup's directory. `operator/` is for people to take off the machine. */
export const setupPaths = (dir: string) => ({
  facts: join(dir, 'setup.json'),
  config: join(dir, 'server.conf'),
  operatorDir: join(dir, 'operator'),
  operatorSeed: join(dir, 'operator', 'operator.seed'),
  coreSigningSeed: join(dir, 'operator', 'core-signing.seed'),
  keysDir: join(dir, 'keys'),
  operatorSigningSeed: join(dir, 'keys', 'operator-signing.seed'),
  deviceSigningSeed: join(dir, 'keys', 'device-signing.seed'),
  vaultKey: join(dir, 'keys', 'vault.key'),
  modelSigningKey: join(dir, 'keys', 'model-signing.pem'),
  credsDir: join(dir, 'creds'),
  creds: (user: UserName) => join(dir, 'creds', `${user}.creds`),
});

const accountKey = z.string().startsWith('A');
const account = z.object({ publicKey: accountKey, jwt: z.string() });

/** What is public of a setup, as it stands in `setup.json`. */
export const setupFacts = z.object({
  format: z.literal(1),
  workspace: z.string(),
  operatorJwt: z.string(),
  accounts: z.object({ SYS: account, CORE: account, EDGE: account, PUBLIC: account }),
  operatorSigner: z.string().startsWith('O'),
  coreSigner: accountKey,
  deviceSigner: accountKey,
  /** PEM; setups of older versions have none until the next start. */
  modelSigner: z.string().optional(),
  userSigners: z.partialRecord(z.enum(userNames), accountKey),
  /** Digest of the claims that the accounts' JWTs carry: another version of Tutti may want others. */
  claims: z.string(),
});
export type SetupFacts = z.infer<typeof setupFacts>;

/** The facts of a complete setup; `undefined` where there is none. */
export const readSetupFacts = async (dir: string): Promise<SetupFacts | undefined> => {
  const path = setupPaths(dir).facts;
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  const parsed = setupFacts.safeParse(JSON.parse(text));
  if (!parsed.success)
    throw new Error(`${path} is not a setup that this version understands: ${parsed.error.message}`);
  return parsed.data;
};

export const toSetup = (dir: string, facts: SetupFacts): NatsSetup => {
  const paths = setupPaths(dir);
  return {
    dir,
    workspace: facts.workspace,
    configFile: paths.config,
    operatorJwt: facts.operatorJwt,
    accounts: facts.accounts,
    edge: {
      accountPublicKey: facts.accounts.EDGE.publicKey,
      corePublicKey: facts.accounts.CORE.publicKey,
      signerPublicKey: facts.deviceSigner,
      operatorSignerPublicKey: facts.operatorSigner,
      signingSeedFile: paths.deviceSigningSeed,
    },
    operatorSigningSeedFile: paths.operatorSigningSeed,
    vaultKeyFile: paths.vaultKey,
    modelSigningKeyFile: paths.modelSigningKey,
    modelSigner: facts.modelSigner ?? '',
    credsFor: paths.creds,
  };
};
