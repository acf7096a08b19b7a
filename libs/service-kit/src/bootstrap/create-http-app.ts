import { type AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import cookie from '@fastify/cookie';
import type { DynamicModule, Type } from '@nestjs/common';
import { DiscoveryService, NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { localHost } from '@tutti/contracts/common';
import { systemClock } from '@tutti/kernel';
import { type FastifyInstance, type FastifyReply, type FastifyRequest, LogController } from 'fastify';
import { AuthGuard } from '../auth/auth.guard';
import { Authenticator } from '../auth/authenticator';
import { DEVICE_VERIFIER, type DeviceVerifier } from '../auth/device-verifier';
import { KEY_SOURCE, type KeySource } from '../auth/key-source';
import { TokenVerifier } from '../auth/token-verifier';
import { GRPC_SERVICES, type GrpcService, type Resolve } from '../grpc/grpc-service';
import { GrpcTransport } from '../grpc/grpc-transport';
import { createRegistry, requestDurations } from '../observability/metrics';
import { NestLogger } from '../observability/nest-logger';
import { addOperationsRoutes } from '../observability/operations-routes';
import { Readiness } from '../observability/readiness';
import { type OpenRequests, addRequestHooks } from '../observability/request-hooks';
import { openApiDocument } from '../openapi/openapi-document';
import { serveOpenApi } from '../openapi/serve-openapi';
import { PageTokens } from '../paging/page-tokens';
import { ProblemFilter, sendProblem } from '../problem/problem.filter';
import { AnswerInterceptor } from '../route/answer.interceptor';
import { isForMachines, type Access } from '../route/route-spec';
import { type MountedRoute, allowedMethods, mountedRoutes } from '../route/route-table';
import { ticketVerifiers } from '../ticket/ticket-verifiers';
import { addBodyParsers } from './body-parsers';
import { serveConsole } from './console-files';
import type { HttpApp, HttpAppOptions } from './http-options';
import { KitModule, type KitParts } from './kit.module';
import { refuseConnection } from './refuse-connection';
import { addSecurityHeaders } from './security-headers';
import { drainServer } from './shutdown';
import { endSlowBodies } from './slow-bodies';
import { assertEncrypted, httpsOptions, keepCertificate } from './tls-server';

/** 1 MiB of JSON; bytes have their own limits by route. */
const bodyLimit = 1_048_576;

const createAdapter = (options: HttpAppOptions): FastifyAdapter =>
  new FastifyAdapter({
    bodyLimit,
    trustProxy: options.trustedProxies ? [...options.trustedProxies] : false,
    requestIdHeader: false,
    loggerInstance: options.logger,
    logController: new LogController({ disableRequestLogging: true }),
    keepAliveTimeout: 65_000,
    // Large files take their time; `endSlowBodies` ends what does not come.
    requestTimeout: 0,
    ...(options.certificate
      ? { https: { headersTimeout: 10_000, ...httpsOptions(options.certificate) } }
      : { http: { headersTimeout: 10_000 } }),
    routerOptions: { maxParamLength: 200 },
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) => {
      sendProblem(error, request, reply);
    },
    clientErrorHandler: refuseConnection,
  });

/** Not by `app.get`: that logs an error when there is none. */
const optional = <T>(app: NestFastifyApplication, token: symbol): T | undefined =>
  app
    .get(DiscoveryService)
    .getProviders()
    .find((provider) => provider.token === token)?.instance as T | undefined;

/** Each service judges devices by what it knows itself, also where several are in one process. */
const verifiersOf = (app: NestFastifyApplication): ((controller: Type) => DeviceVerifier | undefined) => {
  const discovery = app.get(DiscoveryService);
  const providers = discovery.getProviders().filter(({ token }) => token === DEVICE_VERIFIER);
  const byModule = new Map(providers.map(({ host, instance }) => [host, instance as DeviceVerifier]));
  const hosts = new Map(discovery.getControllers().map(({ metatype, host }) => [metatype, host]));
  return (controller) => byModule.get(hosts.get(controller));
};

const isForPeople = (access: Access): boolean => access !== 'public' && !isForMachines(access);

/** A route that nobody could ever call is a mistake in the wiring. */
const authenticatorFor = (
  app: NestFastifyApplication,
  routes: readonly MountedRoute[],
  options: HttpAppOptions,
): Authenticator => {
  const keys = optional<KeySource>(app, KEY_SOURCE);
  const devices = verifiersOf(app);
  const closed = routes.find(
    ({ spec, controller }) => spec.permission === 'device' && devices(controller) === undefined,
  );
  if (closed) throw new Error(`${closed.path} is for devices, but its module has no DEVICE_VERIFIER.`);
  const asked = new Set(routes.map(({ spec }) => spec.permission));
  if ([...asked].some(isForPeople) && !keys)
    throw new Error('There are routes for people, but no KEY_SOURCE.');
  const { realm, ticketKeys, clock = systemClock } = options;
  if ((asked.has('trainer') || asked.has('artifact')) && !ticketKeys)
    throw new Error('There are routes for bearers of tickets, but no keys for their tickets.');
  return new Authenticator({
    tokens: keys && new TokenVerifier(keys, realm, clock),
    tickets: ticketKeys && ticketVerifiers(ticketKeys, realm, clock),
    devices,
  });
};

const addPlugins = async (
  server: FastifyInstance,
  options: HttpAppOptions,
  parts: KitParts,
): Promise<OpenRequests> => {
  const open: OpenRequests = new Set();
  addRequestHooks(server, { logger: options.logger, durations: requestDurations(parts.registry), open });
  await addSecurityHeaders(server);
  await server.register(cookie);
  addBodyParsers(server);
  endSlowBodies(server);
  addOperationsRoutes(server, { ...parts, token: options.operationsToken });
  if (options.consoleDir !== undefined) await serveConsole(server, options.consoleDir);
  return open;
};

const createParts = (options: HttpAppOptions): KitParts => ({
  logger: options.logger,
  clock: options.clock ?? systemClock,
  registry: options.registry ?? createRegistry(),
  readiness: new Readiness(),
  pageTokens: new PageTokens(options.pageTokenKey),
});

interface Doors {
  readonly routes: readonly MountedRoute[];
  readonly authenticator: Authenticator;
}

const addRoutes = (app: NestFastifyApplication, options: HttpAppOptions): Doors => {
  const routes = mountedRoutes(app);
  const authenticator = authenticatorFor(app, routes, options);
  app.useGlobalFilters(new ProblemFilter(options.logger, allowedMethods(routes)));
  app.useGlobalGuards(new AuthGuard(authenticator));
  app.useGlobalInterceptors(new AnswerInterceptor());
  const own = openApiDocument(routes, options.api);
  serveOpenApi(app, options.document ?? (() => own));
  return { routes, authenticator };
};

/** The same routes once more, by gRPC. */
const openGrpc = async (
  app: NestFastifyApplication,
  doors: Doors,
  parts: KitParts,
  options: HttpAppOptions,
): Promise<GrpcTransport | undefined> => {
  if (options.grpcPort === undefined) return undefined;
  const services = app
    .get(DiscoveryService)
    .getProviders()
    .filter(({ token }) => token === GRPC_SERVICES)
    .flatMap(({ instance }) => instance as readonly GrpcService[]);
  const resolve: Resolve = (token) => app.get(token, { strict: false });
  const { host, grpcPort: port, certificate, trustedProxies } = options;
  const strategy = new GrpcTransport({
    ...{ ...parts, ...doors, host, port, certificate, trustedProxies },
    ...{ services, resolve },
  });
  app.connectMicroservice({ strategy });
  await app.startAllMicroservices();
  return strategy;
};

interface Running {
  readonly open: OpenRequests;
  readonly grpc: GrpcTransport | undefined;
  readonly parts: KitParts;
  readonly options: HttpAppOptions;
}

const running = (app: NestFastifyApplication, { open, grpc, parts, options }: Running): HttpApp => {
  const { port } = app.getHttpServer().address() as AddressInfo;
  const grpcPort = grpc?.port;
  return {
    port,
    url: `${options.certificate ? 'https' : 'http'}://${localHost(options.host)}:${port}`,
    ...(grpcPort === undefined ? {} : { grpcPort }),
    get: <T>(token: symbol | (abstract new (...args: never[]) => T)): T =>
      app.get<T>(token, { strict: false }),
    close: async () => {
      parts.readiness.drain();
      await delay(options.drainMs ?? 0);
      const graceMs = options.shutdownGraceMs ?? 10_000;
      await Promise.all([drainServer(app.getHttpServer(), open, graceMs), grpc?.close(graceMs)]);
      await app.close();
    },
  };
};

/** Starts a Nest application on Fastify with all that the kit stands for, and listens. */
export const createHttpApp = async (
  root: Type | DynamicModule,
  options: HttpAppOptions,
): Promise<HttpApp> => {
  assertEncrypted(options.host, options);
  const parts = createParts(options);
  const adapter = createAdapter(options);
  const server = adapter.getInstance<FastifyInstance>();
  const open = await addPlugins(server, options, parts);
  const app = await NestFactory.create<NestFastifyApplication>(KitModule.around([root], parts), adapter, {
    bodyParser: false,
    logger: new NestLogger(options.logger),
    abortOnError: false,
  });
  try {
    const doors = addRoutes(app, options);
    await options.configure?.(server);
    if (options.certificate) keepCertificate(app.getHttpServer(), options.certificate);
    await app.init();
    const grpc = await openGrpc(app, doors, parts, options);
    await app.listen({ port: options.port, host: options.host });
    return running(app, { open, grpc, parts, options });
  } catch (error) {
    await app.close();
    throw error;
  }
};
