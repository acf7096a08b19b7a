import { errors, type Msg, type NatsConnection } from '@nats-io/transport-node';

const timeoutMs = 5000;
const noResults = 404;
const endOfBatch = 204;
const noResponders = 503;

export interface DirectBatchQuery {
  readonly seq?: number;
  readonly start_time?: string;
  readonly next_by_subj: string;
  readonly batch: number;
}

export interface DirectBatch {
  readonly messages: readonly Msg[];
  /** More match than were sent. */
  readonly more: boolean;
}

/**
 * One batched direct get (nats-server 2.11+, ADR-31): messages of one subject filter from a sequence on. Any replica may
 * answer. Written by hand because the client's `getBatch` never ends when the server dies in the middle; and without
 * its "sentinel" strategy, which takes an empty message of somebody else for the end.
 */
export const directBatch = async (
  nc: NatsConnection,
  stream: string,
  query: DirectBatchQuery,
): Promise<DirectBatch> => {
  const answers = await nc.requestMany(`$JS.API.DIRECT.GET.${stream}`, JSON.stringify(query), {
    strategy: 'timer',
    maxWait: timeoutMs,
  });
  const messages: Msg[] = [];
  for await (const answer of answers) {
    if (!answer.headers?.has('Nats-Sequence')) return { messages, more: pendingAfter(answer, stream) > 0 };
    messages.push(answer);
  }
  throw new errors.TimeoutError({ cause: new Error(`${stream} did not answer within ${timeoutMs} ms`) });
};

const pendingAfter = (last: Msg, stream: string): number => {
  const code = last.headers?.code ?? 0;
  if (code === noResults) return 0;
  if (code === endOfBatch) return Number(last.headers?.get('Nats-Num-Pending') ?? 0);
  if (code === noResponders) throw new errors.NoRespondersError(stream);
  throw new Error(`${stream} answered ${code} ${last.headers?.description ?? ''}`.trim());
};
