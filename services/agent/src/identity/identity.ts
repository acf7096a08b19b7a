import { EventEmitter, once } from 'node:events';
import { type DeviceCredentials, type EnrolmentAnswer, fingerprintOf } from '@tutti/contracts/devices';
import { Backoff } from '../common/backoff';
import { pause } from '../common/pause';
import { reasonOf } from '../common/reason-of';
import type { Logger } from '../log';
import type { ServerTrust } from '../trust/server-trust';
import { ApiError } from './api';
import type { EnrolmentClient, Introduction } from './enrolment-client';
import { type Enrolment, writeEnrolment } from './enrolment-store';
import type { ServerClock } from './server-clock';

/** Milliseconds. Each pause is spread at random by up to a half. */
export interface IdentityDelays {
  readonly retry: readonly [first: number, longest: number];
  readonly poll: readonly [first: number, longest: number];
  /** After a refusal that only a person can change. */
  readonly refused: readonly [first: number, longest: number];
  /** How often it looks whether the machine's clock was set. */
  readonly look: number;
}

export const usualDelays: IdentityDelays = {
  retry: [1000, 60_000],
  poll: [2000, 15_000],
  refused: [15_000, 300_000],
  look: 60_000,
};

export interface IdentityOptions {
  readonly folder: string;
  readonly url: string;
  readonly publicKey: string;
  readonly client: EnrolmentClient;
  readonly clock: ServerClock;
  readonly introduction: Introduction;
  readonly trust?: Pick<ServerTrust, 'remember'>;
  readonly log: Logger;
  readonly delays?: IdentityDelays;
}

/** What to ask the server next. */
type Intent = 'ask' | 'follow' | 'renew';
export type Standing = EnrolmentAnswer['status'] | 'unknown';

/** Gets the device enrolled and keeps its credentials fresh. Needs no network to use what it has. */
export class Identity {
  standing: Standing = 'unknown';
  private state: Enrolment | undefined;
  private readonly events = new EventEmitter();
  private readonly retry: Backoff;
  private readonly poll: Backoff;
  private readonly slow: Backoff;
  private readonly long: Backoff;
  private intent: Intent;
  private trusted: boolean;
  private outdated = false;
  private nudge = new AbortController();
  private lastComplaint = '';
  private readonly share = Math.random();

  constructor(
    private readonly options: IdentityOptions,
    stored: Enrolment | undefined,
  ) {
    const { url, publicKey, introduction } = options;
    const same =
      stored?.url === url && stored.serial === introduction.serial && stored.publicKey === publicKey;
    this.state = same ? stored : undefined;
    const { retry, poll, refused } = options.delays ?? usualDelays;
    this.retry = new Backoff(...retry);
    this.poll = new Backoff(...poll);
    this.slow = new Backoff(...refused);
    this.long = new Backoff(refused[1], refused[1]);
    this.trusted = this.state?.credentials !== undefined;
    this.intent = this.trusted ? 'renew' : this.state === undefined ? 'ask' : 'follow';
    if (this.trusted) this.standing = 'accepted';
  }

  get deviceId(): string | undefined {
    return this.state?.deviceId;
  }

  /** Credentials that the server is thought to accept; waits for them. Rejects when the signal aborts. */
  async usable(signal: AbortSignal): Promise<DeviceCredentials> {
    for (;;) {
      const credentials = this.state?.credentials;
      if (this.trusted && credentials !== undefined) return credentials;
      await once(this.events, 'trusted', { signal });
    }
  }

  /** The newest credentials, trusted or not. */
  get credentials(): DeviceCredentials | undefined {
    return this.state?.credentials;
  }

  /** Public keys, PEM, that sign this installation's models; none until credentials that name them have come. */
  get modelSigners(): readonly string[] {
    return this.state?.credentials?.modelSigners ?? [];
  }

  /** The server refused the credentials: ask it about them before they are used again. */
  doubt(): void {
    this.trusted = false;
    this.nudge.abort();
  }

  /** Nobody answers where the credentials say: the platform may have moved, so ask it for new ones. */
  refresh(): void {
    this.outdated = true;
    this.nudge.abort();
  }

  /** Waits for credentials that are newer than those at hand. Rejects when the signal aborts. */
  async renewed(signal: AbortSignal): Promise<void> {
    const renewal = once(this.events, 'trusted', { signal });
    this.refresh();
    await renewal;
  }

  async run(signal: AbortSignal): Promise<void> {
    const { look } = this.options.delays ?? usualDelays;
    while (!signal.aborted) {
      this.nudge = new AbortController();
      // Any answer tells the platform's time, a renewal's as well.
      const isCurrent = this.trusted && !this.outdated && !this.options.clock.isDoubtful;
      const due = isCurrent ? this.untilRenewal() : 0;
      const wait = due > 0 ? Math.min(due, look) : await this.step();
      await pause(wait, AbortSignal.any([signal, this.nudge.signal]));
    }
  }

  /** One question to the server. Returns how long to wait before the next. */
  private async step(): Promise<number> {
    try {
      const wait = await this.pursue();
      this.retry.reset();
      this.lastComplaint = '';
      return wait;
    } catch (error) {
      return this.failed(error);
    }
  }

  private async pursue(): Promise<number> {
    const { client, introduction } = this.options;
    const id = this.state?.deviceId;
    if (this.intent === 'ask' || id === undefined) return this.heed(await client.ask(introduction));
    if (this.intent === 'follow') return this.heed(await client.status(id));
    return this.renew(id);
  }

  private async heed(answer: EnrolmentAnswer): Promise<number> {
    await this.remember(answer.id);
    const isNews = answer.status !== this.standing;
    this.standing = answer.status;
    if (isNews) this.tell(answer);
    switch (answer.status) {
      case 'accepted':
        return this.renew(answer.id);
      case 'pending':
        this.intent = 'follow';
        return this.poll.next();
      case 'rejected':
        this.intent = 'ask';
        return this.long.next();
      case 'suspended':
      case 'retired':
        this.trusted = false;
        this.intent = 'follow';
        return this.slow.next();
    }
  }

  private async renew(id: string): Promise<number> {
    this.intent = 'renew';
    const credentials = await this.options.client.credentials(id);
    if (credentials.ca !== undefined) await this.options.trust?.remember(credentials.ca);
    await this.remember(id, credentials);
    this.standing = 'accepted';
    this.trusted = true;
    this.outdated = false;
    this.poll.reset();
    this.slow.reset();
    this.events.emit('trusted');
    this.options.log.debug({ expiresAt: credentials.expiresAt }, 'Credentials renewed');
    return this.retry.next();
  }

  private async remember(id: string, credentials = this.state?.credentials): Promise<void> {
    const { folder, url, publicKey, introduction } = this.options;
    const sameDevice = this.state?.deviceId === id;
    const kept = credentials?.deviceId === id ? { credentials } : {};
    if (sameDevice && this.state?.credentials === credentials) return;
    this.state = { url, serial: introduction.serial, publicKey, deviceId: id, ...kept };
    await writeEnrolment(folder, this.state);
  }

  /** Zero when it is time. Spread over the time that is left, so that a fleet does not renew all at once. */
  private untilRenewal(): number {
    const credentials = this.state?.credentials;
    if (credentials === undefined) return 0;
    const due = Date.parse(credentials.renewAfter);
    const spread = 0.1 * this.share * Math.max(0, Date.parse(credentials.expiresAt) - due);
    return Math.max(0, due + spread - this.options.clock.now());
  }

  /** A refusal leads one question back: from the credentials to the standing, from there to asking anew. */
  private failed(error: unknown): number {
    const asked = this.intent;
    if (!isRefusal(error)) {
      this.complain(error);
      return Math.max(this.retry.next(), retryAfterOf(error));
    }
    this.intent = asked === 'renew' ? 'follow' : 'ask';
    if (asked === 'renew') this.trusted = false;
    else this.complain(error);
    return asked === 'ask' ? this.slow.next() : this.retry.next();
  }

  private complain(error: unknown): void {
    const reason = reasonOf(error);
    if (reason === this.lastComplaint) return;
    this.lastComplaint = reason;
    const code = error instanceof ApiError ? error.code : undefined;
    this.options.log.warn({ code, url: this.options.url }, `Tutti at ${this.options.url}: ${reason}`);
  }

  private tell({ id, status, reason }: EnrolmentAnswer): void {
    const { log, publicKey } = this.options;
    const fingerprint = fingerprintOf(publicKey);
    const why = reason === null ? '' : ` (${reason})`;
    const messages = {
      accepted: `Accepted as device ${id}`,
      pending: `Waiting for an operator to accept this device; its key is ${fingerprint}`,
      rejected: `The request was rejected${why}; asking again later`,
      suspended: `The device is suspended${why}; results are kept until it is resumed`,
      retired: `The device is retired${why}. To bring it back, stop the agent, remove device.seed from its data folder and start it again`,
    };
    const level = status === 'accepted' || status === 'pending' ? 'info' : 'warn';
    log[level]({ deviceId: id, status, fingerprint }, messages[status]);
  }
}

/** The server understood and said no; anything else passes by itself. */
const isRefusal = (error: unknown): boolean =>
  error instanceof ApiError && error.status < 500 && error.status !== 429;

const retryAfterOf = (error: unknown): number => (error instanceof ApiError && error.retryAfterMs) || 0;
