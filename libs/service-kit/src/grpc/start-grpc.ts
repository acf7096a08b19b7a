import { promisify } from 'node:util';
import {
  type MethodDefinition,
  Server,
  type ServiceDefinition,
  type UntypedServiceImplementation,
} from '@grpc/grpc-js';
import type { ServerCertificate } from '@tutti/certificates';
import { commonErrors } from '@tutti/contracts/common';
import { DomainError } from '@tutti/kernel';
import type { Registry } from 'prom-client';
import type { Readiness } from '../observability/readiness';
import { durationHistogram } from '../observability/metrics';
import type { MountedRoute } from '../route/route-table';
import type { GrpcMethod, GrpcService, Resolve } from './grpc-service';
import { addHealth } from './health';
import { Undecodable } from './parse-call';
import { peerAddresses } from './peer-address';
import { addReflection } from './reflection';
import { type ServeOptions, serveStream, serveUnary } from './serve-call';
import { serverCredentials } from './server-credentials';

export interface GrpcOptions extends Omit<ServeOptions, 'durations' | 'open' | 'addresses'> {
  readonly host: string;
  /** 0 = any free port. */
  readonly port: number;
  readonly trustedProxies: readonly string[] | undefined;
  /** TLS. */
  readonly certificate: ServerCertificate | undefined;
  readonly services: readonly GrpcService[];
  readonly routes: readonly MountedRoute[];
  readonly resolve: Resolve;
  readonly registry: Registry;
  readonly readiness: Readiness;
}

export interface GrpcServer {
  readonly port: number;
  /** Takes no calls any more, ends streams, lets calls in flight finish within the grace. */
  close(graceMs: number): Promise<void>;
}

const limits = {
  // As bodies of REST.
  'grpc.max_receive_message_length': 1_048_576,
  'grpc.max_concurrent_streams': 100,
  // MiB that one connection may hold, for streams that are not read say.
  'grpc-node.max_session_memory': 32,
  // A peer that vanished is noticed within 80 s.
  'grpc.keepalive_time_ms': 60_000,
  'grpc.keepalive_timeout_ms': 20_000,
};

type AnyMethod = MethodDefinition<unknown, unknown>;

const decoding = (definition: AnyMethod): AnyMethod => ({
  ...definition,
  requestDeserialize: (bytes) => {
    try {
      return definition.requestDeserialize(bytes);
    } catch {
      return new Undecodable();
    }
  },
});

/** The generated definitions, decoding in a way that leaves it to us how to refuse. */
const decodingAll = (definition: ServiceDefinition): ServiceDefinition =>
  Object.fromEntries(
    Object.entries(definition).map(([name, method]) => [name, decoding(method as AnyMethod)]),
  );

const serviceNameOf = (definition: ServiceDefinition): string =>
  Object.values(definition)[0]?.path.split('/')[1] ?? '';

/** Denies by default: a method for which no route stands is not served, and the server does not start. */
const placed = (method: GrpcMethod | undefined, name: string, routes: readonly MountedRoute[]) => {
  const place = routes.find(({ spec }) => spec === method?.spec);
  if (!method || !place) throw new Error(`The gRPC method ${name} has no route: it states no permission.`);
  return { ...method, path: place.path };
};

const implementationOf = (
  { definition, methods }: GrpcService,
  { resolve, routes }: GrpcOptions,
  serving: ServeOptions,
): UntypedServiceImplementation => {
  const given = methods(resolve);
  return Object.fromEntries(
    Object.entries(definition).map(([name, { path }]) => {
      const method = placed(given[name], path, routes);
      return [name, method.stream ? serveStream(method, serving) : serveUnary(method, serving)];
    }),
  );
};

const stopping = (): DomainError =>
  new DomainError(commonErrors['service.unavailable'], {
    detail: 'The server stops. Connect again, and go on after the last position.',
  });

const listen = async (server: Server, { host, port, certificate }: GrpcOptions): Promise<number> => {
  const bind = promisify(server.bindAsync.bind(server));
  try {
    return await bind(`${host.includes(':') ? `[${host}]` : host}:${port}`, serverCredentials(certificate));
  } catch (cause) {
    throw new Error(`Port ${port} for gRPC cannot be had. Choose another one: GRPC_PORT=${port + 100}`, {
      cause,
    });
  }
};

/** Serves the modules' gRPC services with health and reflection. */
export const startGrpc = async (options: GrpcOptions): Promise<GrpcServer> => {
  const server = new Server(limits);
  const open = new Set<AbortController>();
  const durations = durationHistogram(options.registry, {
    name: 'rpc_server_call_duration_seconds',
    help: 'Time from the arrival of a gRPC call to its status.',
    labels: ['method', 'status'],
  });
  const serving = { ...options, durations, open, addresses: peerAddresses(options.trustedProxies) };
  for (const service of options.services)
    server.addService(decodingAll(service.definition), implementationOf(service, options, serving));
  const services = options.services.map(({ definition }) => serviceNameOf(definition));
  const stop = new AbortController();
  addHealth(server, { readiness: options.readiness, services, stopping: stop.signal });
  addReflection(server, [...services, 'grpc.health.v1.Health']);
  const port = await listen(server, options);
  return {
    port,
    close: async (graceMs) => {
      stop.abort();
      for (const call of open) call.abort(stopping());
      const cut = setTimeout(() => {
        server.forceShutdown();
      }, graceMs);
      await promisify(server.tryShutdown.bind(server))().finally(() => {
        clearTimeout(cut);
      });
    },
  };
};
