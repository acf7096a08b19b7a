import {
  JetStreamApiCodes,
  JetStreamApiError,
  jetstream,
  type JetStreamClient,
  type JetStreamManager,
  jetstreamManager,
} from '@nats-io/jetstream';
import { errors, headers, type NatsConnection } from '@nats-io/transport-node';
import { DomainError } from '@tutti/kernel';
import { blobStream, directBatch, requestCause } from '@tutti/nats-server';
import { blobErrors } from '../blob-errors';
import { storageFull } from '../refusals';

/** One message of the bucket. */
export interface Stored {
  readonly seq: number;
  readonly subject: string;
  readonly data: Uint8Array;
  readonly at: Date;
  /** Of a chunk: where it ends in its blob. */
  readonly end: number;
}

export interface Publishing {
  /** Sequence that the subject's last message must have; 0: there is none. */
  readonly expected: number;
  readonly end?: number;
  /** Replaces what the subject held. */
  readonly replace?: true;
}

/** The subject's last message is another one than the writer saw. */
export class Overtaken extends Error {
  override readonly name = 'Overtaken';
}

const timeoutMs = 5_000;
const endHeader = 'Tutti-End';
/** JSStreamMessageExceeds…, JSStorageResourcesExceeded, JSInsufficientResources, JSAccountResourcesExceeded. */
const fullCodes: readonly number[] = [10077, 10047, 10023, 10002];

/** JSNoMessageFound, JSSequenceNotFound, JSStreamMsgDeleteFailed. */
const goneCodes: readonly number[] = [10037, 10043, 10057];

/** What the server said, in our words; what no waiting cures stays as it is. */
const translated = (error: unknown): unknown => {
  const cause = requestCause(error);
  if (cause instanceof errors.PermissionViolationError || cause instanceof errors.InvalidArgumentError)
    return cause;
  if (cause instanceof JetStreamApiError) {
    const { code } = cause;
    const wrong = [
      JetStreamApiCodes.StreamWrongLastSequence,
      JetStreamApiCodes.StreamWrongLastSequenceUnknown,
    ];
    if (wrong.some((one) => one === code)) return new Overtaken(cause.message, { cause });
    if (fullCodes.includes(code)) return storageFull(cause);
  }
  return new DomainError(blobErrors['blob.storage-unavailable'], {
    detail: 'The object store did not do it. Try again.',
    cause,
  });
};

const attempt = async <T>(work: Promise<T>): Promise<T> => {
  try {
    return await work;
  } catch (error) {
    throw translated(error);
  }
};

/** A JetStream object store (ADR-20 of NATS) by its messages: the client's own neither reads a part nor waits for its reader. */
export class Bucket {
  private constructor(
    private readonly nc: NatsConnection,
    private readonly js: JetStreamClient,
    private readonly jsm: JetStreamManager,
    readonly name: string,
  ) {}

  static async open(nc: NatsConnection, name: string): Promise<Bucket> {
    return new Bucket(
      nc,
      jetstream(nc, { checkAPI: false }),
      await jetstreamManager(nc, { checkAPI: false }),
      name,
    );
  }

  subject(kind: 'C' | 'M' | 'U', token: string): string {
    return `$O.${this.name}.${kind}.${token}`;
  }

  /** As the leader knows it. */
  last(subject: string): Promise<Stored | undefined> {
    return this.#get({ last_by_subj: subject });
  }

  /** The first message of the subject from a sequence on, as the leader knows it. */
  next(subject: string, seq: number): Promise<Stored | undefined> {
    return this.#get({ seq, next_by_subj: subject });
  }

  /** Several of them at once; another replica than the leader may answer, and not know all yet. */
  async batch(subject: string, seq: number, batch: number): Promise<readonly Stored[]> {
    const { messages } = await attempt(
      directBatch(this.nc, this.#stream, { seq, next_by_subj: subject, batch }),
    );
    return messages.map(({ headers: h, data }) => ({
      seq: Number(h?.get('Nats-Sequence')),
      subject: h?.get('Nats-Subject') ?? '',
      data,
      at: new Date(h?.get('Nats-Time-Stamp') ?? 0),
      end: Number(h?.get(endHeader) ?? 0),
    }));
  }

  /** Answers with the sequence. Throws `Overtaken`. */
  async publish(
    subject: string,
    data: Uint8Array | string,
    { expected, end, replace }: Publishing,
  ): Promise<number> {
    const h = headers();
    h.set('Nats-Expected-Last-Subject-Sequence', String(expected));
    if (end !== undefined) h.set(endHeader, String(end));
    if (replace) h.set('Nats-Rollup', 'sub');
    return (await attempt(this.js.publish(subject, data, { headers: h, timeout: timeoutMs }))).seq;
  }

  /**
   * Removes exactly this message; false when it was not there any more. True does not say that it was the last one of its
   * subject: the server acknowledges a message before it removes those that it replaces.
   */
  async remove(seq: number): Promise<boolean> {
    try {
      return await this.jsm.streams.deleteMessage(this.#stream, seq, false);
    } catch (error) {
      const cause = requestCause(error);
      if (cause instanceof JetStreamApiError && goneCodes.includes(cause.code)) return false;
      throw translated(error);
    }
  }

  async purge(subject: string): Promise<void> {
    await attempt(this.jsm.streams.purge(this.#stream, { filter: subject }));
  }

  /** Throws with what to do about it. */
  async assertExists(): Promise<void> {
    try {
      await this.lastSequence();
    } catch (error) {
      const cause = error instanceof DomainError ? error.cause : error;
      if (!(cause instanceof JetStreamApiError) || cause.code !== JetStreamApiCodes.StreamNotFound)
        throw error;
      const missing = `The NATS server has no object store for ${this.name} (${this.#stream}).`;
      throw new Error(`${missing} Start the system with BLOBS=nats, which makes it.`, { cause });
    }
  }

  async lastSequence(): Promise<number> {
    return (await attempt(this.jsm.streams.info(this.#stream))).state.last_seq;
  }

  async #get(
    query: { last_by_subj: string } | { seq: number; next_by_subj: string },
  ): Promise<Stored | undefined> {
    // The server knows both forms; the client's type knows one.
    const found = await attempt(this.jsm.streams.getMessage(this.#stream, query as { last_by_subj: string }));
    if (!found) return undefined;
    const end = found.header.has(endHeader) ? Number(found.header.get(endHeader)) : 0;
    return { seq: found.seq, subject: found.subject, data: found.data, at: found.time, end };
  }

  get #stream(): string {
    return blobStream(this.name);
  }
}
