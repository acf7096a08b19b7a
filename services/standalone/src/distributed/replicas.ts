import { writeServiceSetup, type NatsSetup } from '@tutti/nats-server';
import { readEnvironment } from '../config';
import { freePort } from '../free-port';
import type { DistributedPaths } from './paths';
import type { ProcessSpec } from './processes';

/** The services of this system, in the order in which they start. */
const services = ['identity', 'devices', 'summary'] as const;

export interface ReplicasOptions {
  readonly paths: DistributedPaths;
  readonly nats: { readonly setup: NatsSetup; readonly url: string };
  /** A database for each service. */
  readonly databaseUrl: (service: string) => string;
  readonly workspace: string;
  readonly replicas: number;
  readonly entryOf: (service: string) => Promise<string>;
}

export interface Replicas {
  readonly processes: readonly ProcessSpec[];
  /** What the proxy is told of them. */
  readonly upstreams: Readonly<Record<string, readonly { readonly http: string }[]>>;
}

/** The processes of all services: each is given its own credentials and nobody else's. */
export const planReplicas = async (options: ReplicasOptions): Promise<Replicas> => {
  const { paths, nats, replicas } = options;
  const processes: ProcessSpec[] = [];
  const upstreams: Record<string, { http: string }[]> = {};
  for (const service of services) {
    await writeServiceSetup(nats.setup, service, paths.serviceSetup(service));
    const entry = await options.entryOf(service);
    for (let n = 1; n <= replicas; n++) {
      const [name, port] = [`${service}-${n}`, await freePort()];
      processes.push({ name, entry, env: environmentOf(service, { name, port }, options) });
      (upstreams[service] ??= []).push({ http: `http://127.0.0.1:${port}` });
    }
  }
  return { processes, upstreams };
};

interface Place {
  readonly name: string;
  readonly port: number;
}

const environmentOf = (
  service: string,
  { name, port }: Place,
  options: ReplicasOptions,
): NodeJS.ProcessEnv => {
  const { paths, nats, workspace } = options;
  return {
    ...readEnvironment(),
    WORKSPACE: workspace,
    NATS_URL: nats.url,
    SERVICE_SETUP_DIR: paths.serviceSetup(service),
    DATABASE_URL: options.databaseUrl(service),
    HTTP_PORT: String(port),
    REPLICA_ID: name,
    TRUSTED_PROXIES: '127.0.0.1',
    // Longer than the proxy takes to notice.
    DRAIN_SECONDS: '1',
    BLOBS_DIR: paths.blobs,
    TUTTI_ADMIN_PASSWORD: undefined,
    TUTTI_ADMIN_PASSWORD_FILE: service === 'identity' ? paths.adminPassword : undefined,
  };
};
