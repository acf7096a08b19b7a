import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { Module } from '@nestjs/common';
import { FolderBlobStore } from '@tutti/blob-store';
import { enrolmentToken, type Device } from '@tutti/contracts/devices';
import { JetStreamEventLog, KvSnapshotStore } from '@tutti/event-store';
import { systemClock, type Clock } from '@tutti/kernel';
import {
  createHttpApp,
  createLogger,
  createRegistry,
  KEY_SOURCE,
  observeRunners,
  Readiness,
  readVaultKeys,
  signAccessToken,
  type HttpApp,
  type PublicEntrance,
} from '@tutti/service-kit';
import { SimulatedDevice, startTestNats, testDatabase } from '@tutti/testing';
import type { TestDatabase, TestNats } from '@tutti/testing';
import { expect, vi } from 'vitest';
import { contentOf } from './call-content.fixture';
import { answered, type Answered, type Call, type Role } from './answered.fixture';
import { Devices, DevicesModule, usualSettings, type DevicesSettings } from '../src/index';

const realm = { issuer: 'tutti:test', audience: 'tutti' };
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

export interface FleetOptions {
  readonly entrance?: PublicEntrance;
  readonly settings?: Partial<DevicesSettings>;
  readonly clock?: Clock;
  /** Absent: one on the engine that the tests run on. */
  readonly database?: TestDatabase;
}

/** A minute takes a second or two. */
export const hasty: Partial<DevicesSettings> = {
  connectivity: {
    heartbeatMs: 500,
    staleAfterMs: 1500,
    offlineAfterMs: 3000,
    confirmations: 2,
    fleetShare: 0.5,
    holdMs: 60_000,
  },
  reports: { offlineForMs: 500, onlineForMs: 500, faultForMs: 500, faultPauseMs: 60_000 },
};

/** The devices service on a real nats-server and database, behind real HTTP. */
export class Fleet {
  #devices: Devices | undefined;
  #app: HttpApp | undefined;
  readonly lines: string[] = [];

  private constructor(
    readonly nats: TestNats,
    readonly dir: string,
    readonly database: TestDatabase,
    private readonly options: FleetOptions,
  ) {}

  static async start(options: FleetOptions = {}): Promise<Fleet> {
    const nats = await startTestNats();
    const dir = await mkdtemp(join(tmpdir(), 'tutti-fleet-'));
    const fleet = new Fleet(nats, dir, options.database ?? (await testDatabase()), options);
    await fleet.open();
    return fleet;
  }

  /** The service as it runs at present. */
  get devices(): Devices {
    if (!this.#devices) throw new Error('The service does not run.');
    return this.#devices;
  }

  get url(): string {
    return this.#app?.url ?? '';
  }

  /** Where gRPC is served. */
  get grpc(): string {
    return `127.0.0.1:${this.#app?.grpcPort}`;
  }

  /** Metadata of a person's call. */
  async bearer(role: Exclude<Role, 'nobody'>): Promise<{ readonly authorization: string }> {
    return { authorization: `Bearer ${await this.#tokenOf(role)}` };
  }

  /** Starts the service, again if it was closed. */
  async open(): Promise<void> {
    const { nats, dir } = this;
    const clock = this.options.clock ?? systemClock;
    const connection = await nats.connect('devices');
    const registry = createRegistry();
    const destination = new PassThrough();
    destination.on('data', (chunk: Buffer) => this.lines.push(chunk.toString()));
    const logger = createLogger({ name: 'devices', destination });
    this.#devices = await Devices.open({
      connection,
      revoker: await nats.connect('revoker'),
      nats: nats.setup,
      natsUrls: [nats.url],
      ...(this.options.entrance ? { entrance: this.options.entrance } : {}),
      log: await JetStreamEventLog.open(connection),
      snapshots: await KvSnapshotStore.open(connection),
      databaseUrl: this.database.url,
      blobs: await FolderBlobStore.open(join(dir, 'blobs')),
      vaultKeys: await readVaultKeys(nats.setup.vaultKeyFile),
      workspace: 'test',
      replicaId: 'one',
      logger,
      registry,
      clock,
      settings: { ...usualSettings, ...this.options.settings },
    });
    this.#app = await createHttpApp(
      { module: TestModule, imports: [keys, DevicesModule.register(this.#devices)] },
      {
        host: '127.0.0.1',
        port: 0,
        grpcPort: 0,
        logger,
        api: { title: 'Devices', version: '0.0.0' },
        realm,
        registry,
        clock,
        pageTokenKey: 'k'.repeat(32),
      },
    );
    observeRunners(this.#devices.runners, { readiness: this.#app.get(Readiness), registry });
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
  async call(request: string, { as = 'admin', headers = {}, ...content }: Call = {}): Promise<Answered> {
    const [method = 'GET', path = ''] = request.split(' ');
    const all = new Headers(headers);
    if (as !== 'nobody') all.set('authorization', `Bearer ${await this.#tokenOf(as)}`);
    const { type, ...body } = contentOf(content);
    if (type !== undefined) all.set('content-type', type);
    return answered(await fetch(`${this.url}/api/v1${path}`, { method, headers: all, ...body }));
  }

  /** The same, expected to succeed; answers with the body. */
  async ok<Body = Record<string, unknown>>(request: string, call: Call = {}): Promise<Body> {
    const answered = await this.call(request, call);
    expect(answered.status, `${request}: ${JSON.stringify(answered.body)}`).toBeLessThan(300);
    return answered.body as Body;
  }

  device(serial: string): SimulatedDevice {
    return new SimulatedDevice({ url: this.url, serial });
  }

  /** A token that accepts by itself. */
  async token(changes: Record<string, unknown> = {}): Promise<{ id: string; token: string }> {
    const json = { ttlSeconds: 3600, maxUses: 100, autoAccept: true, ...changes };
    const issued = await this.ok<{ id: string; token: string }>('POST /enrolment-tokens', { json });
    enrolmentToken.parse(issued);
    return issued;
  }

  /** A device that is registered already. */
  async registered(serial: string): Promise<SimulatedDevice & { readonly id: string }> {
    const device = this.device(serial);
    const { token } = await this.token({ maxUses: 1 });
    const { status } = await device.ask({ token });
    expect(status).toBe('accepted');
    return device as SimulatedDevice & { readonly id: string };
  }

  show(device: SimulatedDevice): Promise<Device> {
    return this.ok<Device>(`GET /devices/${device.id}`);
  }

  /** Changes a device as somebody who has just looked at it. */
  async change(request: string, device: SimulatedDevice, json?: unknown): Promise<Answered> {
    const { etag } = await this.call(`GET /devices/${device.id}`);
    return this.call(request, { headers: { 'if-match': etag }, ...(json === undefined ? {} : { json }) });
  }

  /** Waits until the expectation holds. */
  async eventually<T>(expectation: () => T | Promise<T>): Promise<T> {
    return vi.waitFor(expectation, { timeout: 15_000, interval: 50 });
  }

  #tokenOf(role: Exclude<Role, 'nobody'>): Promise<string> {
    const now = Date.now();
    const content = {
      userId: `${role}-1`,
      role,
      mustChangePassword: false,
      issuedAt: new Date(now - 60_000),
      expiresAt: new Date(now + 600_000),
    };
    return signAccessToken(content, realm, signing);
  }
}
