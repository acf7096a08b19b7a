import { type TelemetryKind } from '@tutti/contracts/devices';
import { Backoff } from '../common/backoff';
import { pause } from '../common/pause';
import { type RecordKind, recordKinds } from '../journal/frame';
import type { Batch, Journal } from '../journal/journal';

/** Publishes one message; resolves when the server has it on disk. */
export type Publish = (kind: TelemetryKind, payload: Buffer) => Promise<void>;

export interface DrainOptions {
  readonly journal: Journal;
  readonly publish: Publish;
  readonly onFailure: (error: unknown) => void;
  /** Aborts when the connection is gone or the agent stops. */
  readonly signal: AbortSignal;
  /** Pauses after a failure: the first and the longest. */
  readonly retryMs?: readonly [number, number];
}

const batchLimits = { entries: 500, bytes: 256 * 1024 };
const messagesUnderWay = 8;
const usualRetryMs = [500, 10_000] as const;
/** Lets a few results gather before a message is sent. */
const lingerMs = 100;

/** Sends the journal upstream, oldest first, until the signal aborts. What is not acknowledged is sent again. */
export async function drain({ journal, publish, onFailure, signal, retryMs }: DrainOptions): Promise<void> {
  const underWay = new Set<Promise<void>>();
  const backoff = new Backoff(...(retryMs ?? usualRetryMs));
  let failed = false;
  const send = (batch: Batch): void => {
    const sending = sendBatch(batch, publish)
      .then(() => {
        journal.acknowledge(batch.entries.map(({ seq }) => seq));
        backoff.reset();
      })
      .catch((error: unknown) => {
        failed = true;
        onFailure(error);
      })
      .finally(() => underWay.delete(sending));
    underWay.add(sending);
  };
  while (!signal.aborted) {
    const batch = failed ? undefined : await journal.take(batchLimits);
    if (batch !== undefined) send(batch);
    if (underWay.size >= (batch === undefined ? 1 : messagesUnderWay)) await Promise.race(underWay);
    else if (failed) {
      failed = false;
      journal.release();
      await pause(backoff.next(), signal);
    } else if (batch === undefined) {
      await journal.readable(signal).catch(() => undefined);
      await pause(lingerMs, signal);
    }
  }
  await Promise.all(underWay);
  journal.release();
}

async function sendBatch({ journal, entries }: Batch, publish: Publish): Promise<void> {
  const ofKind = (kind: RecordKind): Buffer[] =>
    entries.filter((entry) => entry.kind === kind).map(({ json }) => json);
  const messages = recordKinds.map((kind) => ({ kind, parts: ofKind(kind) }));
  await Promise.all(
    messages
      .filter(({ parts }) => parts.length > 0)
      .map(({ kind, parts }) => publish(kind, telemetryMessage(journal, parts))),
  );
}

/** The entries are JSON already: `{"journal":"…","entries":[…]}` is put together without parsing them. */
export function telemetryMessage(journal: string, entries: readonly Buffer[]): Buffer {
  const comma = Buffer.from(',');
  const list = entries.flatMap((entry, index) => (index === 0 ? [entry] : [comma, entry]));
  return Buffer.concat([Buffer.from(`{"journal":"${journal}","entries":[`), ...list, Buffer.from(']}')]);
}
