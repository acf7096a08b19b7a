import { type DynamicModule, Module } from '@nestjs/common';
import type { NatsConnection } from '@nats-io/transport-node';
import { JwksKeySource } from '../auth/jwks-key-source';
import { KEY_SOURCE } from '../auth/key-source';
import { createHttpApp } from '../bootstrap/create-http-app';
import type { HttpApp, HttpAppOptions } from '../bootstrap/http-options';
import { observeRunners } from '../observability/observe-runners';
import { Readiness } from '../observability/readiness';
import { ticketKeysOf } from '../ticket/ticket-keys';
import { readVaultKeys, sharedKey } from '../vault/vault-keys';
import { type Ground, realmOf } from './foundation';
import type { OpenService } from './service';
import { productVersion } from './version';

@Module({})
class ProcessModule {}

type FromGround = 'logger' | 'registry' | 'realm' | 'pageTokenKey' | 'ticketKeys' | 'api';

export interface ServeOptions extends Omit<HttpAppOptions, FromGround> {
  /** Of any service: whence the keys of access tokens are read. */
  readonly connection: NatsConnection;
}

/** Opens the doors of one service, or of several behind one port. */
export const serve = async (
  services: readonly OpenService[],
  ground: Pick<Ground, 'workspace' | 'nats' | 'logger' | 'registry'>,
  { connection, ...http }: ServeOptions,
): Promise<HttpApp> => {
  const { logger, registry, nats, workspace } = ground;
  const root: DynamicModule = {
    module: ProcessModule,
    imports: services.map(({ module }) => module),
    providers: [{ provide: KEY_SOURCE, useValue: await JwksKeySource.open(connection) }],
  };
  const vaultKeys = await readVaultKeys(nats.vaultKeyFile);
  const app = await createHttpApp(root, {
    ...http,
    logger,
    registry,
    realm: realmOf(workspace),
    api: { title: 'Tutti', version: productVersion },
    pageTokenKey: sharedKey(vaultKeys, 'page-token'),
    ticketKeys: ticketKeysOf(vaultKeys),
  });
  const runners = services.flatMap((service) => service.runners);
  observeRunners(runners, { readiness: app.get(Readiness), registry });
  return app;
};
