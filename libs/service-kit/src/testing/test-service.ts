import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import type { NatsConnection } from '@nats-io/transport-node';
import { Module, type DynamicModule } from '@nestjs/common';
import { FolderBlobStore, type BlobStore } from '@tutti/blob-store';
import {
  Aggregates,
  JetStreamEventLog,
  KvSnapshotStore,
  MemorySnapshotStore,
  type EventLog,
  type SnapshotStore,
} from '@tutti/event-store';
import type { Clock, DomainEvent } from '@tutti/kernel';
import {
  HttpCaller,
  startTestNats,
  testDatabase,
  type Role,
  type TestDatabase,
  type TestNats,
} from '@tutti/testing';
import type { Registry } from 'prom-client';
import { expect } from 'vitest';
import { signAccessToken } from '../auth/access-token';
import { KEY_SOURCE } from '../auth/key-source';
import { createHttpApp } from '../bootstrap/create-http-app';
import type { HttpApp } from '../bootstrap/http-options';
import { createLogger } from '../observability/logger';
import { createRegistry } from '../observability/metrics';
import { observeRunners, type ObservedRunner } from '../observability/observe-runners';
import { Readiness } from '../observability/readiness';
import { ticketKeysOf } from '../ticket/ticket-keys';
import { readVaultKeys, type VaultKeys } from '../vault/vault-keys';

export const testRealm = { issuer: 'tutti:test', audience: 'tutti' };
const signing = { kid: 'one', ...generateKeyPairSync('ed25519') };

@Module({})
class TestModule {}

@Module({})
class KeysModule {}

const keys = {
  module: KeysModule,
  providers: [
    { provide: KEY_SOURCE, useValue: { key: () => signing.publicKey, refresh: () => Promise.resolve() } },
  ],
};

type ServiceName = Parameters<TestNats['connect']>[0];

/** What is there before the service, and stays when it ends. */
export interface TestPlace {
  readonly nats: TestNats;
  readonly dir: string;
  readonly database: TestDatabase;
}

export const testPlace = async (name: string): Promise<TestPlace> => ({
  nats: await startTestNats(),
  dir: await mkdtemp(join(tmpdir(), `tutti-${name}-`)),
  database: await testDatabase(),
});

/** What a service is opened on. */
export interface TestGround {
  readonly connection: NatsConnection;
  readonly log: EventLog;
  readonly snapshots: SnapshotStore;
  readonly databaseUrl: string;
  readonly blobs: BlobStore;
  readonly realm: typeof testRealm;
  readonly vaultKeys: VaultKeys;
  readonly replicaId: string;
  readonly logger: ReturnType<typeof createLogger>;
  readonly registry: Registry;
}

/** A service on a real nats-server and database, behind real HTTP and gRPC. */
export abstract class TestService extends HttpCaller {
  #app: HttpApp | undefined;
  /** One JSON object a line. */
  readonly #lines: string[] = [];

  protected constructor(
    private readonly service: ServiceName,
    readonly place: TestPlace,
  ) {
    super();
  }

  protected abstract begin(
    ground: TestGround,
    clock: Clock | undefined,
  ): Promise<{ readonly module: DynamicModule; readonly runners: readonly ObservedRunner[] }>;

  get nats(): TestNats {
    return this.place.nats;
  }

  get url(): string {
    return this.#app?.url ?? '';
  }

  /** Where gRPC is served. */
  get grpc(): string {
    return `127.0.0.1:${this.#app?.grpcPort}`;
  }

  /** What the service logs. */
  get logged(): readonly Readonly<Record<string, unknown>>[] {
    return this.#lines.map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
  }

  /** Starts the service, again if it was closed. */
  async open(clock?: Clock): Promise<void> {
    const ground = await this.#ground();
    const { logger, registry, vaultKeys } = ground;
    const { module, runners } = await this.begin(ground, clock);
    this.#app = await createHttpApp(
      { module: TestModule, imports: [keys, module] },
      {
        ...{ host: '127.0.0.1', port: 0, grpcPort: 0, logger, registry, realm: testRealm },
        api: { title: this.service, version: '0.0.0' },
        pageTokenKey: 'k'.repeat(32),
        ticketKeys: ticketKeysOf(vaultKeys),
      },
    );
    observeRunners(runners, { readiness: this.#app.get(Readiness), registry });
    await this.eventually(async () => expect((await fetch(`${this.url}/readyz`)).status).toBe(200));
  }

  /** Ends the service; nats-server stays. */
  async close(): Promise<void> {
    await this.#app?.close();
    this.#app = undefined;
  }

  async stop(): Promise<void> {
    await this.close();
    const { nats, database, dir } = this.place;
    await nats.stop();
    await database.dispose();
    await rm(dir, { recursive: true, force: true });
  }

  /** What a service writes: one commit of one aggregate. Answers with its position. */
  async tell(
    context: ServiceName,
    { aggregate, id }: { readonly aggregate: string; readonly id: string },
    ...events: readonly DomainEvent[]
  ): Promise<number> {
    const log = await JetStreamEventLog.open(await this.nats.connect(context));
    const decide = (): readonly DomainEvent[] => events;
    const state = { stateVersion: 1, initialState: null, evolve: () => null };
    const decider = { context, aggregate, decide, ...state };
    const { position } = await new Aggregates(log, new MemorySnapshotStore()).handle(decider, id, null);
    this.saw(position);
    return position;
  }

  token(role: Exclude<Role, 'nobody'>, user = `${role}-1`, seconds = 600): Promise<string> {
    const now = Date.now();
    const content = {
      userId: user,
      role,
      mustChangePassword: false,
      issuedAt: new Date(now - 60_000),
      expiresAt: new Date(now + seconds * 1000),
    };
    return signAccessToken(content, testRealm, signing);
  }

  async #ground(): Promise<TestGround> {
    const { nats, dir, database } = this.place;
    const connection = await nats.connect(this.service);
    const destination = new PassThrough().on('data', (line: Buffer) =>
      this.#lines.push(...line.toString().trim().split('\n')),
    );
    return {
      connection,
      log: await JetStreamEventLog.open(connection),
      snapshots: await KvSnapshotStore.open(connection),
      databaseUrl: database.url,
      blobs: await FolderBlobStore.open(join(dir, 'blobs')),
      realm: testRealm,
      vaultKeys: await readVaultKeys(nats.setup.vaultKeyFile),
      replicaId: 'one',
      logger: createLogger({ name: this.service, destination }),
      registry: createRegistry(),
    };
  }
}
