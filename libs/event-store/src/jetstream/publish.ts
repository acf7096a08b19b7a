import { JetStreamApiCodes, JetStreamApiError, type JetStreamClient, type PubAck } from '@nats-io/jetstream';
import { headers, nuid, type MsgHdrs, type NatsConnection } from '@nats-io/transport-node';
import { commitContentType, headerNames } from '../codec';
import { requestCause } from '@tutti/nats-server';
import { isForEver } from './errors';
import { AppendConflict, AppendUnderWay, AppendUnknown, subjectOf, type NewCommit } from '../port';

const timeoutMs = 5000;

export interface Encoded {
  readonly commit: NewCommit;
  readonly payload: Uint8Array;
}

const headersOf = ({ commit }: Encoded): MsgHdrs => {
  const h = headers();
  h.set(headerNames.contentType, commitContentType);
  h.set(headerNames.commitId, commit.id);
  if (commit.commandId !== undefined) h.set(headerNames.commandId, commit.commandId);
  if (commit.metadata.traceparent !== undefined) h.set(headerNames.traceparent, commit.metadata.traceparent);
  h.set('Nats-Expected-Last-Subject-Sequence', String(commit.expected));
  return h;
};

const subject = ({ commit }: Encoded): string =>
  subjectOf(commit.context, commit.aggregate, commit.aggregateId);

/** One commit, one message: the hot path. */
export const publishOne = async (js: JetStreamClient, encoded: Encoded): Promise<number> => {
  const options = { headers: headersOf(encoded), timeout: timeoutMs };
  try {
    return (await js.publish(subject(encoded), encoded.payload, options)).seq;
  } catch (error) {
    throw translated(error);
  }
};

/**
 * Several subjects in one atomic batch (ADR-50). By hand, because the client's `Batch` drops expectations
 * (facts: nats.md §2) and takes one round trip more.
 */
export const publishBatch = async (nc: NatsConnection, batch: readonly Encoded[]): Promise<number[]> => {
  const id = nuid.next();
  const last = batch.length - 1;
  try {
    for (const [index, encoded] of batch.slice(0, last).entries()) {
      nc.publish(subject(encoded), encoded.payload, { headers: inBatch(encoded, id, index) });
    }
    const final = batch[last];
    if (!final) return [];
    const h = inBatch(final, id, last);
    h.set('Nats-Batch-Commit', '1');
    const answer = await nc.request(subject(final), final.payload, { headers: h, timeout: timeoutMs });
    const ack = answer.json<PubAck & { error?: { code: number; err_code: number; description: string } }>();
    if (ack.error) throw new JetStreamApiError(ack.error);
    return batch.map((_, index) => ack.seq - last + index);
  } catch (error) {
    throw translated(error);
  }
};

const inBatch = (encoded: Encoded, id: string, index: number): MsgHdrs => {
  const h = headersOf(encoded);
  h.set('Nats-Batch-Id', id);
  h.set('Nats-Batch-Sequence', String(index + 1));
  return h;
};

/** JSAtomicPublishIncompleteBatchErr: its first messages were lost with the connection. */
const incompleteBatch = 10176;

/**
 * `AppendUnknown` for everything that leaves open whether the commit was stored, and for what the server could not do
 * just now: time-outs, cuts, no responders, a cluster without a leader. The same append may then be tried again.
 */
const translated = (error: unknown): unknown => {
  const cause = requestCause(error);
  if (isForEver(cause)) return cause;
  if (cause instanceof JetStreamApiError) {
    if (cause.code === JetStreamApiCodes.StreamWrongLastSequenceUnknown)
      return new AppendUnderWay(cause.message, { cause });
    if (cause.code === JetStreamApiCodes.StreamWrongLastSequence)
      return new AppendConflict(cause.message, { cause });
    if (cause.status < 500 && cause.code !== incompleteBatch) return cause;
  }
  return new AppendUnknown(cause instanceof Error ? cause.message : String(cause), { cause });
};
