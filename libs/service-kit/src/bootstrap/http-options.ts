import type { ServerCertificate } from '@tutti/certificates';
import type { Clock } from '@tutti/kernel';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { TokenRealm } from '../auth/access-token';
import type { Json } from '../openapi/json-schema';
import type { ApiInfo } from '../openapi/openapi-document';
import type { TicketKeys } from '../ticket/ticket-keys';

export interface HttpAppOptions {
  readonly host: string;
  /** 0 = any free port; the answer tells which. */
  readonly port: number;
  /** HTTPS. A host beyond the loopback is refused without it, unless `insecure` says so. */
  readonly certificate?: ServerCertificate | undefined;
  readonly insecure?: boolean | undefined;
  /** Of gRPC, 0 = any free port; the modules' `GRPC_SERVICES` are not served when absent. */
  readonly grpcPort?: number;
  readonly logger: Logger;
  readonly api: ApiInfo;
  /** Whose access tokens count. */
  readonly realm: TokenRealm;
  /** Shared by all replicas. */
  readonly pageTokenKey: string;
  /** Verify tickets (`ticketKeysOf`); needed where there are routes for those who bear one. */
  readonly ticketKeys?: TicketKeys;
  /** Opens `/healthz`, `/readyz` and `/metrics` to other machines. */
  readonly operationsToken?: string;
  /** OpenAPI document to show; that of the mounted routes when absent. */
  readonly document?: () => Json;
  /** Folder of the built console. */
  readonly consoleDir?: string;
  readonly clock?: Clock;
  readonly registry?: Registry;
  /** Addresses or networks whose `X-Forwarded-For` counts; nobody's when absent. */
  readonly trustedProxies?: readonly string[];
  /** How long it answers on, not ready, before it shuts down, so that no proxy sends more; 0 when absent. */
  readonly drainMs?: number;
  /** How long requests in flight may take once the service shuts down; 10 s when absent. */
  readonly shutdownGraceMs?: number;
  /** Last word on the server before it listens. */
  readonly configure?: (server: FastifyInstance) => Promise<void> | void;
}

export interface HttpApp {
  /** As it is reached from this machine. */
  readonly url: string;
  readonly port: number;
  /** Where gRPC is served, if it is. */
  readonly grpcPort?: number;
  /** Anything injectable of the application. */
  get<T>(token: abstract new (...args: never[]) => T): T;
  get<T>(token: symbol): T;
  /** Not ready any more, streams end, requests in flight finish, modules are destroyed. */
  close(): Promise<void>;
}
