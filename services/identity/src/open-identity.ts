import type { NatsConnection } from '@nats-io/transport-node';
import { openDatabase } from '@tutti/database';
import { Aggregates, type EventLog, type SnapshotStore } from '@tutti/event-store';
import { systemClock, type Clock } from '@tutti/kernel';
import { ProjectionRunner, runtimeEntities, runtimeMigrations } from '@tutti/runtime';
import {
  RateLimiter,
  Vault,
  type ManagedRunner,
  type TokenRealm,
  type VaultKeys,
  tracedWork,
} from '@tutti/service-kit';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { DataSource } from 'typeorm';
import { ensureAdmin, type EnsuredAdmin } from './bootstrap/ensure-admin';
import { CreateIdentity1795392000100 } from './migrations/create-identity.migration';
import { CreateLastSignIn1795737600100 } from './migrations/create-last-sign-in.migration';
import { CreateSignInAttempts1795392000101 } from './migrations/create-sign-in-attempts.migration';
import { PasswordHasher } from './password/password-hasher';
import { Passwords } from './password/passwords';
import type { Cost } from './password/phc';
import { AccessTokens } from './session/access-tokens';
import { lastSignInTable } from './session/last-sign-in.table';
import { sessionTable } from './session/session.table';
import { Sessions } from './session/sessions';
import { SignIn } from './session/sign-in';
import { signInAttemptTable } from './session/sign-in-attempt.table';
import { SignInLimiter } from './session/sign-in-limiter';
import { SignInReport } from './session/sign-in-report';
import { openSigningKey } from './signing/signing-key';
import { Accounts } from './user/accounts';
import { Persons } from './user/persons';
import { userListProjection } from './user/user-list.projection';
import { userListTable } from './user/user-list.table';
import { UserListView } from './user/user-list.view';

/** What the service stands on. Connection, log and snapshots stay the caller's. */
export interface IdentityOptions {
  /** As the NATS user `identity`. */
  readonly connection: NatsConnection;
  readonly log: EventLog;
  readonly snapshots: SnapshotStore;
  /** `sqlite:<path>` */
  readonly databaseUrl: string;
  readonly vaultKeys: VaultKeys;
  readonly realm: TokenRealm;
  readonly replicaId: string;
  /** Cookies for HTTPS only. */
  readonly secureCookies: boolean;
  readonly logger: Logger;
  readonly registry: Registry;
  readonly clock?: Clock;
  /** Of a password hash; OWASP's minimum when absent. */
  readonly passwordCost?: Cost;
}

export const identityDatabase = (url: string): Promise<DataSource> =>
  openDatabase({
    name: 'identity',
    url,
    entities: [...runtimeEntities, lastSignInTable, sessionTable, signInAttemptTable, userListTable],
    migrations: [
      ...runtimeMigrations,
      CreateIdentity1795392000100,
      CreateSignInAttempts1795392000101,
      CreateLastSignIn1795737600100,
    ],
  });

/** The read models of this service. */
export const identityReadModels = { users: { projection: userListProjection, table: userListTable } };

const userListRunner = (options: IdentityOptions, database: DataSource, clock: Clock) =>
  new ProjectionRunner({
    ...identityReadModels.users,
    log: options.log,
    database,
    replicaId: options.replicaId,
    logger: options.logger,
    clock,
    around: tracedWork(options.registry).around,
  });

const openParts = async (options: IdentityOptions) => {
  const { connection, log, snapshots, realm, logger, registry, clock = systemClock } = options;
  const vault = await Vault.open(connection, options.vaultKeys);
  const signingKey = await openSigningKey(connection, vault);
  const persons = await Persons.open(connection);
  const database = await identityDatabase(options.databaseUrl);
  const runner = userListRunner(options, database, clock);
  const aggregates = new Aggregates(log, snapshots, { clock });
  const passwords = new Passwords(vault, new PasswordHasher(options.passwordCost));
  const sessions = new Sessions(database, clock);
  const limiter = new SignInLimiter(database, clock);
  const accounts = new Accounts({ aggregates, vault, persons, passwords, sessions, limiter });
  const users = new UserListView(database, runner, persons);
  const tokens = new AccessTokens(signingKey, realm, clock);
  const addresses = new RateLimiter({ capacity: 120, refillPerSecond: 2 }, clock);
  const report = new SignInReport(logger, registry);
  const signIn = new SignIn({
    ...{ aggregates, accounts, passwords, sessions, tokens },
    ...{ users, limiter, addresses, report, clock },
  });
  return { connection, clock, logger, log, vault, database, runner, aggregates, accounts, users, signIn };
};

export type IdentityParts = Awaited<ReturnType<typeof openParts>>;

/** The service without its doors. */
export class Identity {
  private constructor(
    readonly parts: IdentityParts,
    readonly secureCookies: boolean,
  ) {}

  /** Opens the database and the buckets, makes the signing key at the first start, and begins to project. */
  static async open(options: IdentityOptions): Promise<Identity> {
    const identity = new Identity(await openParts(options), options.secureCookies);
    identity.parts.runner.start();
    return identity;
  }

  /** For `observeRunners`. */
  get runners(): readonly ManagedRunner[] {
    return [this.parts.runner];
  }

  /** Creates the user `admin` unless there is one. `once`: the given password must be replaced at the first sign-in. */
  ensureAdmin(password?: string, once = false): Promise<EnsuredAdmin> {
    return ensureAdmin(this.parts.accounts, { password, once });
  }

  async close(): Promise<void> {
    await this.parts.runner.stop();
    await this.parts.aggregates.settled();
    await this.parts.database.destroy();
  }
}
