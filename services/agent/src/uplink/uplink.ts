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
  readonly log: Logger;
  /** Share of the messages that begin a trace; none when absent. */
  readonly traceRatio?: number;
}

/** `served`: it worked, until now. */
type End = 'refused' | 'unreachable' | 'served';

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
  private open({ deviceId, natsUrls, jwt }: DeviceCredentials): Promise<NatsConnection> {
    return connect({
      servers: natsUrls,
      name: `agent ${deviceId}`,
      authenticator: jwtAuthenticator(jwt, this.options.key.getSeed()),
      inboxPrefix: `_INBOX.${deviceId}`,
      reconnect: false,
      timeout: 10_000,
      pingInterval: 20_000,
      maxPingOut: 2,
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
