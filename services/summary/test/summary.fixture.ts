import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { Module } from '@nestjs/common';
import type { Role } from '@tutti/contracts/identity';
import { JetStreamEventLog, type EventLog } from '@tutti/event-store';
import { createHttpApp, createLogger, KEY_SOURCE, signAccessToken, type HttpApp } from '@tutti/service-kit';
import { startTestNats, type TestNats } from '@tutti/testing';
import { Summary, SummaryModule } from '../src/index';

const realm = { issuer: 'tutti', audience: 'tutti' };

export interface TestSummary {
  readonly nats: TestNats;
  readonly app: HttpApp;
  readonly summary: Summary;
  /** As the services that write. */
  readonly identity: EventLog;
  readonly devices: EventLog;
  tokenOf(role: Role, options?: { readonly userId?: string; readonly seconds?: number }): Promise<string>;
  stop(): Promise<void>;
}

@Module({})
class Root {}

const rootOf = (summary: Summary, publicKey: KeyObject) => ({
  module: Root,
  imports: [SummaryModule.register(summary)],
  providers: [{ provide: KEY_SOURCE, useValue: { key: () => publicKey, refresh: async () => undefined } }],
});

/** The service on a nats-server of its own, with a key of the test's own for access tokens. */
export const startSummary = async (): Promise<TestSummary> => {
  const nats = await startTestNats();
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const logger = createLogger({ name: 'summary', level: 'error' });
  const log = await JetStreamEventLog.open(await nats.connect('summary'));
  const summary = await Summary.open({ log, logger });
  const app = await createHttpApp(rootOf(summary, publicKey), {
    host: '127.0.0.1',
    port: 0,
    grpcPort: 0,
    logger,
    realm,
    api: { title: 'Tutti', version: '1' },
    pageTokenKey: 'a key for page tokens in tests only',
  });
  return {
    nats,
    app,
    summary,
    identity: await JetStreamEventLog.open(await nats.connect('identity')),
    devices: await JetStreamEventLog.open(await nats.connect('devices')),
    tokenOf: (role, { userId = 'reader', seconds = 600 } = {}) => {
      const issuedAt = new Date();
      const expiresAt = new Date(issuedAt.getTime() + seconds * 1000);
      const content = { userId, role, mustChangePassword: false, issuedAt, expiresAt };
      return signAccessToken(content, realm, { kid: 'test', privateKey });
    },
    stop: async () => {
      await app.close();
      await nats.stop();
    },
  };
};
