import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeServiceSetups, type NatsSetup } from '@tutti/nats-server';
import { readEnvironment } from '../config';
import { freePort } from '../free-port';
import type { DistributedPaths } from './paths';
import type { ProcessSpec } from './processes';

/** The services of this system, in the order in which they start. */
const services = ['identity', 'devices', 'datasets', 'training', 'deployment', 'summary'] as const;

export interface ReplicasOptions {
  readonly paths: DistributedPaths;
  readonly nats: { readonly setup: NatsSetup; readonly url: string };
  /** Of every service: each makes a database of its own there. */
  readonly databaseUrl: string;
  readonly workspace: string;
  /** Whether the password of the first user must be replaced at the first sign-in. */
  readonly adminPasswordOnce: boolean;
  /** Where all of them keep bytes. */
  readonly blobs: string;
  /** Folder of the models that come with Tutti. */
  readonly readyMadeModels: string | undefined;
  readonly replicas: number;
  readonly entryOf: (service: string) => Promise<string>;
}

interface Upstream {
  readonly http: string;
  readonly grpc: string;
}

export interface Replicas {
  readonly processes: readonly ProcessSpec[];
  /** What the proxy is told of them. */
  readonly upstreams: Readonly<Record<string, readonly Upstream[]>>;
}

/** The processes of all services: each is given its own credentials and nobody else's. */
export const planReplicas = async (options: ReplicasOptions): Promise<Replicas> => {
  const { paths, nats, replicas } = options;
  const processes: ProcessSpec[] = [];
  const upstreams: Record<string, Upstream[]> = {};
  await writeServiceSetups(nats.setup, paths.serviceSetups);
  for (const service of services) {
    const entry = await options.entryOf(service);
    for (let n = 1; n <= replicas; n++) {
      const place = { name: `${service}-${n}`, port: await freePort(), grpcPort: await freePort() };
      processes.push({ name: place.name, entry, env: environmentOf(service, place, options) });
      const at = (port: number): string => `http://127.0.0.1:${port}`;
      (upstreams[service] ??= []).push({ http: at(place.port), grpc: at(place.grpcPort) });
    }
  }
  await writeFile(paths.databaseUrl, options.databaseUrl, { mode: 0o600 });
  return { processes, upstreams };
};

interface Place {
  readonly name: string;
  readonly port: number;
  readonly grpcPort: number;
}

const environmentOf = (service: string, place: Place, options: ReplicasOptions): NodeJS.ProcessEnv => {
  const { paths, nats, workspace, adminPasswordOnce } = options;
  return {
    ...readEnvironment(),
    WORKSPACE: workspace,
    NATS_URL: nats.url,
    SERVICE_SETUP_DIR: join(paths.serviceSetups, service),
    DATABASE_URL: options.databaseUrl,
    HTTP_PORT: String(place.port),
    GRPC_PORT: String(place.grpcPort),
    REPLICA_ID: place.name,
    TRUSTED_PROXIES: '127.0.0.1',
    // Longer than the proxy takes to notice.
    DRAIN_SECONDS: '1',
    BLOBS: options.blobs,
    READY_MADE_MODELS: options.readyMadeModels,
    TUTTI_ADMIN_PASSWORD: undefined,
    TUTTI_ADMIN_PASSWORD_FILE: service === 'identity' ? paths.adminPassword : undefined,
    TUTTI_ADMIN_PASSWORD_ONCE: String(adminPasswordOnce),
  };
};
