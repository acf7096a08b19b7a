import { type NatsConnection } from '@nats-io/transport-node';
import { isAtLeast } from '@tutti/kernel';
import { z } from 'zod';
import { minimumVersion } from '../obtain/server-version';
import { serverSettingsSubject } from '../setup/user-permissions';
import { type SyncInterval } from './server-config';

/** The server is reachable and unfit; the message says what to change. */
export class NatsServerUnfit extends Error {
  override readonly name = 'NatsServerUnfit';
}

export type VerifyOptions = (
  | { /** `http://host:port` of the monitoring endpoint. */ readonly monitorUrl: string }
  | {
      /** Connection of user `observer`: every server of a cluster is asked. */ readonly observer: NatsConnection;
    }
) & {
  /** The weakest sync setting that is accepted; `always` when absent. */
  readonly syncInterval?: SyncInterval;
};

interface ServerSettings {
  readonly name: string;
  readonly version: string;
  readonly syncAlways: boolean;
  readonly syncMs: number;
}

/** Without a store directory there is no JetStream. */
const jetStreamConfig = z.object({
  store_dir: z.string().optional(),
  sync_always: z.boolean().optional(),
  sync_interval: z.number().optional(),
});
const pingAnswer = z.object({
  server: z.object({ name: z.string(), ver: z.string() }),
  data: z.object({ config: jetStreamConfig.optional() }).optional(),
});
const monitorAnswer = z.object({ server_name: z.string(), version: z.string() });

/** Refuses servers that are too old, without JetStream, or that may lose more at a power cut than is accepted. */
export const verifyNatsServer = async (options: VerifyOptions): Promise<void> => {
  const servers =
    'observer' in options ? await askByNats(options.observer) : [await askByHttp(options.monitorUrl)];
  const faults = servers.flatMap((server) => faultsOf(server, options.syncInterval ?? 'always'));
  if (faults.length > 0) throw new NatsServerUnfit(faults.join(' '));
};

const faultsOf = (server: ServerSettings, weakest: SyncInterval): string[] => {
  const faults: string[] = [];
  if (!isAtLeast(server.version, minimumVersion)) {
    faults.push(`nats-server ${server.name} is ${server.version}: upgrade it to ${minimumVersion} or newer.`);
  }
  if (!server.syncAlways && server.syncMs > milliseconds(weakest)) {
    faults.push(
      `nats-server ${server.name} writes to disk every ${server.syncMs} ms and would lose acknowledged events when power ` +
        `fails: set "jetstream { sync_interval: ${weakest} }" in its configuration and restart it.`,
    );
  }
  return faults;
};

const milliseconds = (interval: SyncInterval): number => {
  if (interval === 'always') return 0;
  return interval.endsWith('ms') ? Number(interval.slice(0, -2)) : Number(interval.slice(0, -1)) * 1000;
};

type JetStreamConfig = z.infer<typeof jetStreamConfig>;

const toSettings = (name: string, version: string, config: JetStreamConfig | undefined): ServerSettings => {
  if (config?.store_dir === undefined) {
    throw new NatsServerUnfit(
      `nats-server ${name} runs without JetStream: start it with the server.conf of \`tutti init\`.`,
    );
  }
  const syncMs = (config.sync_interval ?? Number.POSITIVE_INFINITY) / 1_000_000;
  return { name, version, syncAlways: config.sync_always === true, syncMs };
};

const askByHttp = async (monitorUrl: string): Promise<ServerSettings> => {
  const ask = async (path: string): Promise<unknown> => {
    const response = await fetch(new URL(path, monitorUrl), { signal: AbortSignal.timeout(5_000) });
    if (!response.ok) throw new NatsServerUnfit(`${monitorUrl}${path} answered ${response.status}`);
    return response.json();
  };
  const { server_name, version } = monitorAnswer.parse(await ask('/varz'));
  const { config } = z.object({ config: jetStreamConfig.optional() }).parse(await ask('/jsz'));
  return toSettings(server_name, version, config);
};

const askByNats = async (observer: NatsConnection): Promise<ServerSettings[]> => {
  const replies = await observer.requestMany(serverSettingsSubject, '{}', {
    strategy: 'stall',
    maxWait: 5_000,
  });
  const servers: ServerSettings[] = [];
  for await (const reply of replies) {
    const { server, data } = pingAnswer.parse(JSON.parse(reply.string()));
    servers.push(toSettings(server.name, server.ver, data?.config));
  }
  if (servers.length === 0)
    throw new NatsServerUnfit('no nats-server answered the question for its settings');
  return servers;
};
