import type { KeyPair } from '@nats-io/nkeys';
import { jetstream } from '@nats-io/jetstream';
import { type NatsConnection, connect, errors, jwtAuthenticator } from '@nats-io/transport-node';
import { type DeviceCredentials, type TelemetryKind, telemetrySubject } from '@tutti/contracts/devices';
import { Backoff } from '../common/backoff';
import { pause } from '../common/pause';
import { reasonOf } from '../common/reason-of';
import type { Session } from '../commands/commands';
import type { Identity } from '../identity/identity';
import type { Journal } from '../journal/journal';
import type { Logger } from '../log';
import type { Metrics } from '../metrics';
import type { ServerTrust } from '../trust/server-trust';
import type { Beats } from './beats';
import { drain, type Publish } from './drain';
import { traceHeaders } from './trace-headers';

export interface UplinkOptions {
  readonly identity: Identity;
  readonly key: KeyPair;
  readonly journal: Journal;
  readonly beats: Beats;
  /** Whatever else works over the connection while there is one. */
  readonly guest?: { use(session: Session): Promise<void> };
  readonly metrics: Metrics;
  /** The platform's, as the device was told it; loopback when absent. */
  readonly server?: UplinkServer;
  readonly log: Logger;
  /** Share of the messages that begin a trace; none when absent. */
  readonly traceRatio?: number;
}

export interface UplinkServer {
  readonly host: string;
  readonly trust: ServerTrust;
  /** Whether an address without TLS may be used. */
  readonly plain: boolean;
}

/** `served`: it worked, until now. */
type End = 'refused' | 'unreachable' | 'served';

/** Where to connect: encrypted addresses if there are any, the one under the platform's own name first. */
export function addressesFor(
  natsUrls: readonly string[],
  server: Pick<UplinkServer, 'host' | 'plain'> | undefined,
): { readonly servers: readonly string[]; readonly tls: boolean } {
  const secure = natsUrls.filter((url) => url.startsWith('tls:'));
  const tls = secure.length > 0;
  if (!tls && server?.plain === false)
    throw new Error(`The platform names no encrypted address for results (${natsUrls.join(', ')}).`);
  const isOwn = (url: string): number => Number(new URL(url).hostname === server?.host);
  return { servers: (tls ? secure : [...natsUrls]).sort((a, b) => isOwn(b) - isOwn(a)), tls };
}

const acknowledgeWithinMs = 10_000;
const refreshAfterFailures = 3;

/** The connection to the platform's NATS server: made again and again, for as long as the agent runs. */
export class Uplink {
  connected = false;
  private readonly backoff = new Backoff(250, 30_000);
  private lastComplaint = '';
  private failures = 0;

  constructor(private readonly options: UplinkOptions) {}

  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const credentials = await this.options.identity.usable(signal);
      const end = await this.session(credentials, signal);
      if (this.options.identity.credentials === credentials) this.judge(end);
      await pause(this.backoff.next(), signal);
    }
  }

  /** Only the platform's API knows whether credentials that do not work are wrong or merely useless for now. */
  private judge(end: End): void {
    this.failures = end === 'served' ? 0 : this.failures + 1;
    if (end === 'refused') this.options.identity.doubt();
    else if (this.failures > 0 && this.failures % refreshAfterFailures === 0) this.options.identity.refresh();
  }

  private async session(credentials: DeviceCredentials, signal: AbortSignal): Promise<End> {
    try {
      const connection = await this.open(credentials);
      return this.ended(await this.use(connection, credentials.deviceId, signal), 'served');
    } catch (error) {
      return this.ended(error, 'unreachable');
    } finally {
      this.connected = false;
    }
  }

  /** Reconnecting is left to `run`: it knows newer credentials, and why the server said no. */
  private async open({ deviceId, natsUrls, jwt }: DeviceCredentials): Promise<NatsConnection> {
    const { server, key } = this.options;
    const { servers, tls } = addressesFor(natsUrls, server);
    const secure = { handshakeFirst: true, ...(await server?.trust.tls()) };
    return connect({
      servers: [...servers],
      noRandomize: true,
      name: `agent ${deviceId}`,
      authenticator: jwtAuthenticator(jwt, key.getSeed()),
      inboxPrefix: `_INBOX.${deviceId}`,
      reconnect: false,
      timeout: 10_000,
      pingInterval: 20_000,
      maxPingOut: 2,
      ...(tls ? { tls: secure } : {}),
    }).catch((error: unknown) => {
      throw server?.trust.explain(error) ?? error;
    });
  }

  /** Works until the connection is gone; returns why, or undefined. */
  private async use(connection: NatsConnection, deviceId: string, signal: AbortSignal): Promise<unknown> {
    const { journal, beats, guest, log } = this.options;
    this.connected = true;
    this.lastComplaint = '';
    log.info({ server: connection.getServer(), deviceId }, `Connected to ${connection.getServer()}`);
    const gone = new AbortController();
    const closed = connection.closed().finally(() => gone.abort());
    const over = AbortSignal.any([signal, gone.signal]);
    over.addEventListener('abort', () => void connection.close(), { once: true });
    const publish = this.publisher(connection, deviceId);
    const onFailure = (error: unknown): void => this.complain(error);
    const work = Promise.all([
      drain({ journal, publish, onFailure, signal: over }),
      beats.run(publish, over),
      guest?.use({ connection, deviceId, publish, onFailure, signal: over }),
    ]);
    try {
      await work;
    } finally {
      await connection.close();
    }
    return closed;
  }

  private publisher(connection: NatsConnection, deviceId: string): Publish {
    const log = jetstream(connection, { checkAPI: false });
    const { metrics, traceRatio = 0 } = this.options;
    const { uplinkMessages } = metrics;
    return async (kind: TelemetryKind, payload: Buffer) => {
      try {
        await log.publish(telemetrySubject(deviceId, kind), payload, {
          timeout: acknowledgeWithinMs,
          retries: 0,
          ...traceHeaders(traceRatio),
        });
        this.backoff.reset();
        uplinkMessages.inc({ kind, outcome: 'acknowledged' });
      } catch (error) {
        uplinkMessages.inc({ kind, outcome: 'failed' });
        throw error;
      }
    };
  }

  private ended(error: unknown, otherwise: End): End {
    if (error !== undefined) this.complain(error);
    return isRefusal(error) ? 'refused' : otherwise;
  }

  /** Says a reason once, until it changes. */
  private complain(error: unknown): void {
    const reason = reasonOf(error);
    if (reason === this.lastComplaint) return;
    this.lastComplaint = reason;
    this.options.log.warn({ reason }, `Not connected (results are kept): ${reason}`);
  }
}

const isRefusal = (error: unknown): boolean =>
  error instanceof errors.AuthorizationError ||
  error instanceof errors.UserAuthenticationExpiredError ||
  (error instanceof Error && /authori[sz]ation|authentication/i.test(error.message));
