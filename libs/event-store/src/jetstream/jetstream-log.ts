import { jetstream, jetstreamManager, type JetStreamClient, type JetStreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import type { Commit } from '@tutti/kernel';
import { readLogIncarnation } from '@tutti/nats-server';
import { decodeCommit, encodeCommit, type Definitions, type StoredMessage } from '../codec';
import type { EventLog, NewCommit, PageOptions, TailBatch, TailOptions } from '../port';
import { directBatch } from './direct-batch';
import { fromStored } from './messages';
import { publishBatch, publishOne } from './publish';
import { tailLog } from './tail';

export interface JetStreamLogOptions {
  readonly stream?: string;
  readonly definitions?: Definitions;
  /** A message that nobody of ours wrote was found and passed over. */
  readonly onForeign?: (message: { readonly position: number; readonly subject: string }) => void;
}

const directBatchSize = 500;

/** The log on NATS JetStream: one stream, one message a commit. Needs nats-server 2.12 or newer. */
export class JetStreamEventLog implements EventLog {
  private currentEpoch = 0;
  private currentIncarnation = '';
  private readonly stream: string;
  private readonly reconnected = new Set<() => void>();

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
    await log.readIncarnation();
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
      commits.push(...this.decoded([fromStored(message)]));
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
    return message ? this.decoded([fromStored(message)])[0] : undefined;
  }

  async page({ subjects, after, limit }: PageOptions): Promise<readonly Commit[]> {
    const perSubject = await Promise.all(subjects.map((subject) => this.readFrom(subject, after, limit)));
    return perSubject
      .flat()
      .sort((a, b) => a.position - b.position)
      .slice(0, limit);
  }

  async positionAt(time: Date): Promise<number> {
    const start_time = new Date(time.getTime() + 1).toISOString();
    const first = await directBatch(this.nc, this.stream, {
      start_time,
      next_by_subj: 'evt.>',
      batch: 1,
    });
    const next = first.messages[0];
    return next ? next.position - 1 : this.lastPosition(['evt.>']);
  }

  tail(options: TailOptions): AsyncIterable<TailBatch> {
    return tailLog(
      {
        log: this,
        js: this.js,
        stream: this.stream,
        decode: (message) => this.decoded([message])[0],
        onReconnect: (listener) => {
          this.reconnected.add(listener);
          return () => this.reconnected.delete(listener);
        },
      },
      options,
    );
  }

  private async readFrom(subject: string, after: number, limit: number): Promise<Commit[]> {
    const commits: Commit[] = [];
    for (let seq = after + 1; commits.length < limit;) {
      const batch = Math.min(directBatchSize, limit - commits.length);
      const { messages, more } = await directBatch(this.nc, this.stream, {
        seq,
        next_by_subj: subject,
        batch,
      });
      commits.push(...this.decoded(messages));
      const last = messages.at(-1);
      if (!last || !more) return commits;
      seq = last.position + 1;
    }
    return commits;
  }

  private decoded(messages: readonly StoredMessage[]): Commit[] {
    return messages.flatMap((message) => {
      const commit = decodeCommit(message, this.options.definitions);
      if (!commit) this.options.onForeign?.({ position: message.position, subject: message.subject });
      return commit ? [commit] : [];
    });
  }

  private async readIncarnation(): Promise<void> {
    this.currentIncarnation = await readLogIncarnation(this.nc);
  }

  private async watchConnection(): Promise<void> {
    for await (const status of this.nc.status()) {
      if (status.type !== 'reconnect') continue;
      this.currentEpoch++;
      await this.readIncarnation().catch(() => undefined);
      for (const listener of this.reconnected) listener();
    }
  }
}
