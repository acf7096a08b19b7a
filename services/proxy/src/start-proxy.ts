import { Module } from '@nestjs/common';
import {
  configuredCertificate,
  createHttpApp,
  createRegistry,
  Readiness,
  type HttpApp,
} from '@tutti/service-kit';
import type { Logger } from 'pino';
import type { ProxyConfig } from './config';
import { mergeDocuments } from './merge-documents';
import { startGrpcProxy } from './grpc-proxy';
import { startOwnGrpc } from './own-grpc';
import { Pool } from './pool';
import { addRestRoutes } from './rest-routes';

@Module({})
class ProxyModule {}

export interface Proxy {
  readonly url: string;
  /** Host and port of gRPC. */
  readonly grpc: string;
  close(): Promise<void>;
}

const observe = (app: HttpApp, pool: Pool): void => {
  for (const service of pool.services)
    app.get(Readiness).register({ name: service, check: async () => ({ ok: pool.isReady(service) }) });
};

/** One address for services that run as processes of their own. */
export const startProxy = async (config: ProxyConfig, logger: Logger): Promise<Proxy> => {
  const pool = new Pool(config.UPSTREAMS);
  const certificate = await configuredCertificate(config, logger);
  const app = await createHttpApp(ProxyModule, {
    host: config.HTTP_HOST,
    port: config.HTTP_PORT,
    certificate,
    insecure: config.INSECURE,
    logger,
    registry: createRegistry(),
    api: { title: 'Tutti', version: '0.1.0' },
    document: () => mergeDocuments(pool.documents),
    realm: { issuer: '', audience: '' },
    pageTokenKey: '',
    ...(config.CONSOLE_DIR === undefined ? {} : { consoleDir: config.CONSOLE_DIR }),
    ...(config.TUTTI_OPERATIONS_TOKEN === undefined
      ? {}
      : { operationsToken: config.TUTTI_OPERATIONS_TOKEN }),
    configure: (server) => addRestRoutes(server, pool, config.ANSWER_SECONDS * 1000),
  });
  observe(app, pool);
  pool.start();
  const own = await startOwnGrpc(app.get(Readiness));
  const { HTTP_HOST: host, GRPC_PORT: port, INSECURE: insecure } = config;
  const grpc = await startGrpcProxy({ host, port, certificate, insecure, pool, own: own.replica });
  return {
    url: app.url,
    grpc: `${host}:${grpc.port}`,
    close: async () => {
      await app.close();
      await grpc.close();
      own.close();
      await certificate?.close();
      await pool.stop();
    },
  };
};
