import { Module } from '@nestjs/common';
import type { Problem } from '@tutti/contracts/common';
import type { Session, User } from '@tutti/contracts/identity';
import { JetStreamEventLog, KvSnapshotStore, type EventLog } from '@tutti/event-store';
import type { Clock } from '@tutti/kernel';
import {
  createHttpApp,
  createLogger,
  createRegistry,
  JwksKeySource,
  KEY_SOURCE,
  readVaultKeys,
  Vault,
  type HttpApp,
} from '@tutti/service-kit';
import { startTestNats, testDatabase, type TestDatabase, type TestNats } from '@tutti/testing';
import { Identity, IdentityModule, type IdentityOptions } from '../src/index';

export const adminPassword = 'the-admin-chose-this';
export const passwordOf = (name: string): string => `${name} has seven violins`;

const realm = { issuer: 'tutti', audience: 'tutti' };
/** As little as Argon2 takes: these tests are not about it. */
const cheap = { memory: 64, passes: 1, parallelism: 1 };

/** What a service stands on: it may be opened again and again, also twice at once. */
export interface TestGround {
  readonly nats: TestNats;
  readonly database: TestDatabase;
  readonly vault: Vault;
  readonly clock: Clock;
  /** Turns the clock of the services. */
  readonly pass: (milliseconds: number) => void;
  /** Everything that was logged. */
  readonly logged: readonly string[];
  readonly logger: IdentityOptions['logger'];
  stop(): Promise<void>;
}

export const testGround = async (): Promise<TestGround> => {
  const nats = await startTestNats();
  const database = await testDatabase();
  const logged: string[] = [];
  let skew = 0;
  return {
    nats,
    database,
    vault: await Vault.open(await nats.connect('identity'), await readVaultKeys(nats.setup.vaultKeyFile)),
    clock: { now: () => new Date(Date.now() + skew) },
    pass: (milliseconds) => {
      skew += milliseconds;
    },
    logged,
    logger: createLogger({ name: 'identity', destination: { write: (line) => void logged.push(line) } }),
    stop: async () => {
      await nats.stop();
      await database.dispose();
    },
  };
};

/** The service as it is in production, but for the cost of a password hash. */
export const openTestIdentity = async (
  { nats, database, logger, clock }: TestGround,
  overrides: Partial<Pick<IdentityOptions, 'replicaId' | 'passwordCost' | 'registry'>> = {},
): Promise<Identity> => {
  const connection = await nats.connect('identity');
  return Identity.open({
    connection,
    log: await JetStreamEventLog.open(connection),
    snapshots: await KvSnapshotStore.open(connection),
    databaseUrl: database.url,
    vaultKeys: await readVaultKeys(nats.setup.vaultKeyFile),
    realm,
    replicaId: 'test',
    secureCookies: false,
    logger,
    registry: createRegistry(),
    clock,
    passwordCost: cheap,
    ...overrides,
  });
};

export interface Answered<Body> {
  readonly status: number;
  readonly body: Body;
  readonly headers: Headers;
  /** Cookies that were set, by name. */
  readonly cookies: Readonly<Record<string, string>>;
}

export interface Request {
  readonly token?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

type Call = <Body = Problem>(method: string, path: string, request?: Request) => Promise<Answered<Body>>;

const cookiesOf = (headers: Headers): Readonly<Record<string, string>> =>
  Object.fromEntries(
    headers.getSetCookie().map((cookie) => {
      const [name = '', value = ''] = (cookie.split(';')[0] ?? '').split('=');
      return [name, value];
    }),
  );

const caller =
  (url: string): Call =>
  async <Body>(method: string, path: string, { token, body, headers = {} }: Request = {}) => {
    const response = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      body: (text === '' ? undefined : JSON.parse(text)) as Body,
      headers: response.headers,
      cookies: cookiesOf(response.headers),
    };
  };

@Module({})
class TestModule {}

export const serve = async (
  { logger, clock, nats }: TestGround,
  identity: Identity,
  registry = createRegistry(),
): Promise<{ readonly app: HttpApp; readonly call: Call }> => {
  const keys = await JwksKeySource.open(await nats.connect('identity'));
  const root = {
    module: TestModule,
    imports: [IdentityModule.register(identity)],
    providers: [{ provide: KEY_SOURCE, useValue: keys }],
  };
  const app = await createHttpApp(root, {
    host: '127.0.0.1',
    port: 0,
    grpcPort: 0,
    logger,
    registry,
    clock,
    realm,
    api: { title: 'Tutti', version: '1' },
    pageTokenKey: 'a key for page tokens in tests only',
  });
  return { app, call: caller(app.url) };
};

export interface TestIdentity extends TestGround {
  readonly log: EventLog;
  readonly call: Call;
  /** Where gRPC is served. */
  readonly grpc: string;
  readonly now: () => number;
  metrics(): Promise<string>;
  signIn(name: string, password: string): Promise<Answered<Session>>;
  /** A user whose password need not be changed, signed in. */
  newUser(name: string, role: User['role']): Promise<{ readonly user: User; readonly token: string }>;
}

/** One service with an administrator, on a nats-server of its own. */
export const startIdentity = async (): Promise<TestIdentity> => {
  const ground = await testGround();
  const registry = createRegistry();
  const identity = await openTestIdentity(ground, { registry });
  await identity.ensureAdmin(adminPassword);
  const { app, call } = await serve(ground, identity, registry);
  const signIn = (name: string, password: string): Promise<Answered<Session>> =>
    call<Session>('POST', '/sessions', { body: { name, password } });
  return {
    ...ground,
    log: await JetStreamEventLog.open(await ground.nats.connect('summary')),
    call,
    grpc: `127.0.0.1:${app.grpcPort}`,
    now: () => ground.clock.now().getTime(),
    metrics: async () => (await fetch(`${app.url}/metrics`)).text(),
    signIn,
    newUser: async (name, role) => {
      const admin = await signIn('admin', adminPassword);
      const body = { name, role, password: passwordOf(name), mustChangePassword: false };
      const created = await call<User>('POST', '/users', { token: admin.body.accessToken, body });
      const session = await signIn(name, passwordOf(name));
      return { user: created.body, token: session.body.accessToken };
    },
    stop: async () => {
      await app.close();
      await ground.stop();
    },
  };
};
