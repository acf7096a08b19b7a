import { createHash, generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { Module } from '@nestjs/common';
import { FolderBlobStore, type BlobStore } from '@tutti/blob-store';
import type { CreateDataset, Dataset, Item, ItemPrediction } from '@tutti/contracts/datasets';
import type { DataReference } from '@tutti/contracts/training';
import { JetStreamEventLog, KvSnapshotStore } from '@tutti/event-store';
import {
  createHttpApp,
  createLogger,
  createRegistry,
  KEY_SOURCE,
  mintTicket,
  observeRunners,
  Readiness,
  readVaultKeys,
  signAccessToken,
  type HttpApp,
} from '@tutti/service-kit';
import { startTestNats, testDatabase, type TestDatabase, type TestNats } from '@tutti/testing';
import { expect, vi } from 'vitest';
import { itemIdOf } from '../src/item/item-id';
import { itemDecider, type Statement } from '../src/item/item.decider';
import { addedItem } from '../src/item/item.fixture';
import { Datasets, DatasetsModule, type DatasetsOptions } from '../src/index';
import { answered, contentOf, type Answered, type Call, type Role } from './call.fixture';

const realm = { issuer: 'tutti:test', audience: 'tutti' };
const ticketKeys = { job: 'shared by the services of this test', artifact: 'no service of this test' };
const signing = { kid: 'one', ...generateKeyPairSync('ed25519') };

@Module({})
class TestModule {}

@Module({})
class KeysModule {}

const keys = {
  module: KeysModule,
  providers: [
    {
      provide: KEY_SOURCE,
      useValue: { key: () => signing.publicKey, refresh: () => Promise.resolve() },
    },
  ],
};

export const digestOf = (content: string | Uint8Array): string =>
  createHash('sha256').update(content).digest('hex');

export interface Given {
  readonly prediction?: ItemPrediction | undefined;
  readonly statement?: Statement;
  readonly device?: string;
}

/** The datasets service on a real nats-server and database, behind real HTTP. */
export class Library {
  #datasets: Datasets | undefined;
  #app: HttpApp | undefined;
  readonly lines: string[] = [];
  /** Of the newest answer: whoever asks next has read what they wrote. */
  #position = 0;

  private constructor(
    readonly nats: TestNats,
    readonly dir: string,
    readonly database: TestDatabase,
    private readonly settings: DatasetsOptions['settings'],
  ) {}

  /** Made of the store of blobs that the service gets: fixtures hold bytes back, or have no room for them. */
  blobs: (store: BlobStore) => BlobStore = (store) => store;
  importIdleMs = 3_600_000;

  static async start(
    settings?: DatasetsOptions['settings'],
    blobs?: (store: BlobStore) => BlobStore,
  ): Promise<Library> {
    const nats = await startTestNats();
    const dir = await mkdtemp(join(tmpdir(), 'tutti-datasets-'));
    const library = new Library(nats, dir, await testDatabase(), settings);
    if (blobs) library.blobs = blobs;
    await library.open();
    return library;
  }

  get datasets(): Datasets {
    if (!this.#datasets) throw new Error('The service does not run.');
    return this.#datasets;
  }

  get url(): string {
    return this.#app?.url ?? '';
  }

  /** Where gRPC is served. */
  get grpc(): string {
    return `127.0.0.1:${this.#app?.grpcPort}`;
  }

  /** Starts the service, again if it was closed. */
  async open(): Promise<void> {
    const { nats, dir } = this;
    const connection = await nats.connect('datasets');
    const registry = createRegistry();
    const destination = new PassThrough();
    destination.on('data', (chunk: Buffer) => this.lines.push(chunk.toString()));
    const logger = createLogger({ name: 'datasets', destination });
    this.#datasets = await Datasets.open({
      connection,
      log: await JetStreamEventLog.open(connection),
      snapshots: await KvSnapshotStore.open(connection),
      databaseUrl: this.database.url,
      blobs: this.blobs(await FolderBlobStore.open(join(dir, 'blobs'))),
      uploadBytes: 64 * 1024 * 1024,
      importIdleMs: this.importIdleMs,
      vaultKeys: await readVaultKeys(nats.setup.vaultKeyFile),
      replicaId: 'one',
      logger,
      registry,
      ...(this.settings ? { settings: this.settings } : {}),
    });
    this.#app = await createHttpApp(
      { module: TestModule, imports: [keys, DatasetsModule.register(this.#datasets)] },
      {
        host: '127.0.0.1',
        port: 0,
        grpcPort: 0,
        logger,
        api: { title: 'Datasets', version: '0.0.0' },
        realm,
        registry,
        pageTokenKey: 'k'.repeat(32),
        ticketKeys,
      },
    );
    observeRunners(this.#datasets.runners, { readiness: this.#app.get(Readiness), registry });
    await this.eventually(async () => expect((await fetch(`${this.url}/readyz`)).status).toBe(200));
  }

  /** Ends the service; nats-server stays. */
  async close(): Promise<void> {
    await this.#app?.close();
    this.#app = undefined;
  }

  async stop(): Promise<void> {
    await this.close();
    await this.nats.stop();
    await this.database.dispose();
    await rm(this.dir, { recursive: true, force: true });
  }

  /** A request of a person. */
  async call<Body = unknown>(request: string, call: Call = {}): Promise<Answered<Body>> {
    const { as = 'manager', user, headers = {} } = call;
    const [method = 'GET', path = ''] = request.split(' ');
    const all = new Headers({ 'tutti-position': String(this.#position), ...headers });
    if (as !== 'nobody') all.set('authorization', `Bearer ${await this.token(as, user)}`);
    const { type, ...body } = contentOf(call);
    if (type !== undefined) all.set('content-type', type);
    const response = await fetch(`${this.url}/api/v1${path}`, { method, headers: all, ...body });
    this.#position = Math.max(this.#position, Number(response.headers.get('tutti-position')));
    return answered<Body>(response);
  }

  /** The same, expected to succeed; answers with the body. */
  async ok<Body = Record<string, unknown>>(request: string, call: Call = {}): Promise<Body> {
    const answered = await this.call<Body>(request, call);
    expect(answered.status, `${request}: ${JSON.stringify(answered.body)}`).toBeLessThan(300);
    return answered.body;
  }

  create(dataset: Partial<CreateDataset> & Pick<CreateDataset, 'name'>): Promise<Dataset> {
    const json = {
      task: 'image-classification',
      classes: [{ name: 'OK' }, { name: 'Dent' }],
      ...dataset,
    };
    return this.ok<Dataset>('POST /datasets', { json });
  }

  /** An item as an import leaves it; its content is its name. */
  async item(datasetId: string, name: string, given: Given = {}): Promise<string> {
    const { prediction, statement, device } = given;
    const digest = digestOf(name);
    const { prediction: _, ...facts } = addedItem;
    const id = itemIdOf(datasetId, digest);
    const at = '2026-11-27T08:00:00.000Z';
    const source = device
      ? ({ kind: 'device', deviceId: device, at, journal: 'j', seq: 1 } as const)
      : ({ kind: 'upload' } as const);
    const item = {
      ...facts,
      datasetId,
      digest,
      fileName: name,
      source,
      ...(prediction ? { prediction } : {}),
    };
    const { aggregates, projections } = this.datasets.parts.base;
    const { position } = await aggregates.handle(itemDecider, id, { type: 'AddItem', item, statement });
    await projections.items.waitFor(position);
    return id;
  }

  /** Changes something as somebody who has just looked at it. */
  async change<Body = unknown>(request: string, shown: string, call: Call = {}): Promise<Answered<Body>> {
    const { etag } = await this.call(`GET ${shown}`);
    return this.call<Body>(request, { ...call, headers: { 'if-match': etag } });
  }

  show(id: string): Promise<Item> {
    return this.ok<Item>(`GET /items/${id}`);
  }

  /** Waits until the expectation holds. */
  async eventually<T>(expectation: () => T | Promise<T>): Promise<T> {
    return vi.waitFor(expectation, { timeout: 15_000, interval: 50 });
  }

  /** As the training service mints it for a job that learns from these versions. */
  ticket(runId: string, data: readonly DataReference[]): Promise<string> {
    const [issuedAt, expiresAt] = [new Date(), new Date(Date.now() + 600_000)];
    return mintTicket({ runId, data, currentModel: null, issuedAt, expiresAt }, realm, ticketKeys.job);
  }

  token(role: Exclude<Role, 'nobody'>, user = `${role}-1`): Promise<string> {
    const now = Date.now();
    const content = {
      userId: user,
      role,
      mustChangePassword: false,
      issuedAt: new Date(now - 60_000),
      expiresAt: new Date(now + 600_000),
    };
    return signAccessToken(content, realm, signing);
  }
}
