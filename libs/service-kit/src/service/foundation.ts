import type { NatsConnection } from '@nats-io/transport-node';
import { type EventLog, JetStreamEventLog, KvSnapshotStore, type SnapshotStore } from '@tutti/event-store';
import type { NatsSetup, ServiceName, UserName } from '@tutti/nats-server';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { TokenRealm } from '../auth/access-token';
import { traceEventLog } from '../observability/messaging-spans';
import { readVaultKeys, type VaultKeys } from '../vault/vault-keys';
import type { PublicEntrance } from './public-entrance';

/** What a process has, however many services run in it. */
export interface Ground {
  readonly workspace: string;
  readonly nats: NatsSetup;
  readonly natsUrl: string;
  /** Absent: nobody reaches it from elsewhere. */
  readonly entrance?: PublicEntrance;
  /** Connections are closed by whoever made them, after the services. */
  readonly connect: (user: UserName) => Promise<NatsConnection>;
  /** Empty for a service that keeps no tables. */
  readonly databaseUrl: (service: ServiceName) => string;
  /** Unique among the running replicas; one that survives restarts takes up its own leases again at once. */
  readonly replicaId: string;
  readonly logger: Logger;
  readonly registry: Registry;
}

/** What a service is opened with. */
export interface Foundation extends Omit<Ground, 'databaseUrl'> {
  /** As the service's own NATS user. */
  readonly connection: NatsConnection;
  readonly log: EventLog;
  readonly snapshots: SnapshotStore;
  readonly databaseUrl: string;
  readonly vaultKeys: VaultKeys;
  /** Whose access tokens count. */
  readonly realm: TokenRealm;
}

/** Who issues access tokens in a workspace, and for whom. */
export const realmOf = (workspace: string): TokenRealm => ({
  issuer: `tutti:${workspace}`,
  audience: 'tutti',
});

/** Connects as the service and opens what it stands on. */
export const layFoundation = async (service: ServiceName, ground: Ground): Promise<Foundation> => {
  const logger = ground.logger.child({ service });
  const connection = await ground.connect(service);
  const log = await JetStreamEventLog.open(connection, {
    onForeign: (message) => {
      logger.error(message, 'a message in the log was not written by Tutti; it is passed over');
    },
  });
  return {
    ...ground,
    logger,
    connection,
    log: traceEventLog(log, ground.registry),
    snapshots: await KvSnapshotStore.open(connection),
    databaseUrl: ground.databaseUrl(service),
    vaultKeys: await readVaultKeys(ground.nats.vaultKeyFile),
    realm: realmOf(ground.workspace),
  };
};
