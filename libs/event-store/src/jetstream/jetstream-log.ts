import { jetstream, jetstreamManager, type JetStreamClient, type JetStreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import type { Commit } from '@tutti/kernel';
import { directBatch, readLogIncarnation } from '@tutti/nats-server';
import { decodeCommit, encodeCommit, type Definitions, type StoredMessage } from '../codec';
import type { EventLog, NewCommit, PageOptions, TailBatch, TailOptions } from '../port';
import { setTimeout as delay } from 'node:timers/promises';
import { skipSubject } from '../skip';
import { widestFilters } from '../subjects';
import { fromDirect, fromStored } from './messages';
import { publishBatch, publishOne } from './publish';
import { tailLog } from './tail';

export interface JetStreamLogOptions {
  readonly stream?: string;
  readonly definitions?: Definitions;
  /** A message that nobody of ours wrote was read: a commit without events. */
  readonly onForeign?: (message: { readonly position: number; readonly subject: string }) => void;
}

const directBatchSize = 500;
const incarnationRetryMs = 500;

/** The log on NATS JetStream: one stream, one message a commit. Needs nats-server 2.12 or newer. */
export class JetStreamEventLog implements EventLog {
  private currentEpoch = 0;
  private currentIncarnation = '';
  private readonly stream: string;
  private readonly cutOff = new Set<() => void>();

  private constructor(
    private readonly nc: NatsConnection,
    private readonly js: JetStreamClient,
    private readonly jsm: JetStreamManager,
    private readonly options: JetStreamLogOptions,
  ) {
    this.stream = options.stream ?? 'LOG';
  }

  /** Opens the log over a connection that stays the caller's: closing it ends the log. */
  static async open(nc: NatsConnection, options: JetStreamLogOptions = {}): Promise<JetStreamEventLog> {
    const js = jetstream(nc, { checkAPI: false });
    const jsm = await jetstreamManager(nc, { checkAPI: false });
    const log = new JetStreamEventLog(nc, js, jsm, options);
    await log.confirmIncarnation();
    void log.watchConnection();
    return log;
  }

  get incarnation(): string {
    return this.currentIncarnation;
  }

  get epoch(): number {
    return this.currentEpoch;
  }

  async append(commits: readonly [NewCommit, ...NewCommit[]]): Promise<readonly number[]> {
    const encoded = commits.map((commit) => ({
      commit,
      payload: encodeCommit(commit, this.options.definitions),
    }));
    const [only] = encoded;
    return only && encoded.length === 1 ? [await publishOne(this.js, only)] : publishBatch(this.nc, encoded);
  }

  async load(subject: string, after: number): Promise<readonly Commit[]> {
    return this.readFrom(subject, after, Number.POSITIVE_INFINITY);
  }

  async loadConfirmed(subject: string, after: number): Promise<readonly Commit[]> {
    const commits: Commit[] = [];
    for (let seq = after + 1; ;) {
      const query = { seq, next_by_subj: subject }; // the server knows it; the client's type does not
      const message = await this.jsm.streams.getMessage(this.stream, query);
      if (!message) return commits;
      commits.push(await this.decoded(fromStored(message)));
      seq = message.seq + 1;
    }
  }

  async lastPosition(subjects: readonly string[]): Promise<number> {
    const found = await Promise.all(
      subjects.map((subject) => this.jsm.streams.getMessage(this.stream, { last_by_subj: subject })),
    );
    return Math.max(0, ...found.map((message) => message?.seq ?? 0));
  }

  async commitAt(position: number): Promise<Commit | undefined> {
    const message = await this.jsm.streams.getMessage(this.stream, { seq: position });
    return message ? this.decoded(fromStored(message)) : undefined;
  }

  async page({ subjects, after, limit }: PageOptions): Promise<readonly Commit[]> {
    const [only, ...others] = widestFilters(subjects);
    if (only === undefined) return [];
    if (others.length === 0) return this.readFrom(only, after, limit);
    // Each filter is read at another moment, maybe from another replica: what one brings may stand beyond a gap of another.
    const head = await this.lastPosition(['>']);
    const read = await Promise.all([only, ...others].map((filter) => this.readWhole(filter, after, limit)));
    const whole = Math.min(head, ...read.map(({ upTo }) => upTo));
    const byPosition = new Map(
      read.flatMap(({ commits }) => commits).map((commit) => [commit.position, commit]),
    );
    return [...byPosition.values()]
      .filter(({ position }) => position <= whole)
      .sort((a, b) => a.position - b.position)
      .slice(0, limit);
  }

  async positionAt(time: Date): Promise<number> {
    const query = { start_time: new Date(time.getTime() + 1).toISOString(), next_by_subj: '>' };
    // The server knows it; the client's type does not.
    const next = await this.jsm.streams.getMessage(this.stream, query as unknown as { seq: number });
    return next ? next.seq - 1 : this.lastPosition(['>']);
  }

  tail(options: TailOptions): AsyncIterable<TailBatch> {
    return tailLog(
      {
        log: this,
        js: this.js,
        stream: this.stream,
        decode: (message) => this.decoded(message),
        confirmIncarnation: () => this.confirmIncarnation(),
        onCutOff: (listener) => {
          this.cutOff.add(listener);
          return () => this.cutOff.delete(listener);
        },
      },
      options,
    );
  }

  /** A page of one filter, and up to which position nothing of it is missing, by the leader's word. */
  private async readWhole(
    filter: string,
    after: number,
    limit: number,
  ): Promise<{ readonly commits: readonly Commit[]; readonly upTo: number }> {
    const commits = await this.readFrom(filter, after, limit);
    const last = commits.at(-1)?.position ?? after;
    // Of a full page the first `limit` commits are wanted, and they are here.
    const isAll = commits.length >= limit || (await this.lastPosition([filter])) <= last;
    return { commits, upTo: isAll ? Number.POSITIVE_INFINITY : last };
  }

  private async readFrom(subject: string, after: number, limit: number): Promise<Commit[]> {
    const commits: Commit[] = [];
    for (let seq = after + 1; commits.length < limit;) {
      const batch = Math.min(directBatchSize, limit - commits.length);
      const query = { seq, next_by_subj: subject, batch };
      const { messages: found, more } = await directBatch(this.nc, this.stream, query);
      const messages = found.map(fromDirect);
      for (const message of messages) commits.push(await this.decoded(message));
      const last = messages.at(-1);
      if (!last || !more) return commits;
      seq = last.position + 1;
    }
    return commits;
  }

  private decoded(message: StoredMessage): Commit | Promise<Commit> {
    const { position, subject, commitId } = message;
    if (commitId === undefined) this.options.onForeign?.({ position, subject });
    try {
      return decodeCommit(message, this.options.definitions);
    } catch (error) {
      return this.passedOver(message, error);
    }
  }

  private async passedOver(
    { position, subject, commitId: id }: StoredMessage,
    error: unknown,
  ): Promise<Commit> {
    if (id === undefined || (await this.lastPosition([skipSubject({ position, subject })])) === 0)
      throw error;
    return { id, position, subject, events: [] };
  }

  private async confirmIncarnation(): Promise<string> {
    return (this.currentIncarnation = await readLogIncarnation(this.nc));
  }

  private async watchConnection(): Promise<void> {
    for await (const { type } of this.nc.status()) {
      if (type !== 'disconnect' && type !== 'reconnect') continue;
      for (const listener of this.cutOff) listener();
      if (type !== 'reconnect') continue;
      this.currentEpoch++;
      void this.renewIncarnation(this.currentEpoch);
    }
  }

  /** Until it is known: a server that has just started may not answer at once. */
  private async renewIncarnation(epoch: number): Promise<void> {
    while (epoch === this.currentEpoch && !this.nc.isClosed()) {
      const known = await this.confirmIncarnation().catch(() => undefined);
      if (known !== undefined) return;
      await delay(incarnationRetryMs);
    }
  }
}
