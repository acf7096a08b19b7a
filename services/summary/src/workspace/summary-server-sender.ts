import type { BlobStore } from '@tutti/blob-store';
import type { PushedSummary, Summary } from '@tutti/contracts/summary';
import { DomainError, type Clock } from '@tutti/kernel';
import { readRows } from '../daily-summary/summary-rows';
import type { Outbound, Outgoing } from '../delivery/outbound';
import { outcomeOf } from '../delivery/outcome-of';
import type { Receiver, Sender, Sending, SendOutcome } from '../delivery/sender';
import { pushedType } from './workspace.routes';

export interface SummaryServerParts {
  readonly outbound: Outbound;
  readonly clock: Clock;
  readonly blobs: Pick<BlobStore, 'open'>;
  /** Our name, as the other side knows it. */
  readonly workspace: string;
  /** Base URL of the console, for whoever wants to see more. */
  readonly consoleAt: () => string | undefined;
  /** What was said of a day last. */
  readonly summaryOf: (date: string) => Promise<Summary | undefined>;
}

type AboutSummary = Extract<Sending['about'], { kind: 'summary' }>;

/** Tens of megabytes over a slow line. */
export const pushTimeoutMs = 120_000;

const failed = (code: 'refused' | 'unavailable' | 'channel-unset', detail: string): SendOutcome => ({
  accepted: false,
  failure: { code, detail },
});

/** Nothing was sent: that is told as it is, and tried again. */
const unread = (error: unknown): SendOutcome => {
  const why = error instanceof DomainError ? ` ${error.message}` : '';
  return failed('unavailable', `The day cannot be read here.${why}`);
};

/** Pushes days to another Tutti: their figures and rows, not what is told to people. */
export const summaryServerSender = (parts: SummaryServerParts): Sender => {
  const { outbound, clock, blobs, workspace } = parts;

  const exchange = async (
    { address, secret = '' }: Receiver,
    { path, ...outgoing }: Omit<Outgoing, 'headers'> & { readonly path: string },
    signal: AbortSignal,
  ): Promise<SendOutcome> => {
    const target = `${address.replace(/\/+$/, '')}/api/v1/workspaces/${encodeURIComponent(workspace)}${path}`;
    const headers = { authorization: `Bearer ${secret}`, 'user-agent': 'Tutti', 'content-type': pushedType };
    const found = await outbound.exchange(target, { ...outgoing, headers }, signal);
    return outcomeOf(found, Buffer.byteLength(outgoing.body), clock.now());
  };

  /** Where it is too large with them, the rows stay here. */
  const bodyOf = async (summary: Summary, shrink: boolean): Promise<string> => {
    const { revision, composedAt, timeZone, figures, soFar } = summary;
    const consoleAt = parts.consoleAt();
    const pushed: PushedSummary = {
      ...{ revision, composedAt, timeZone, figures },
      ...(soFar === undefined ? {} : { soFar }),
      ...(consoleAt === undefined ? {} : { consoleAt }),
      rows: shrink ? [] : await readRows(blobs, summary.rows),
      rowsDigest: summary.rows.digest,
    };
    return JSON.stringify(pushed);
  };

  const dayOf = async (about: AboutSummary, shrink: boolean): Promise<string | SendOutcome> => {
    const summary = await parts.summaryOf(about.date);
    // Whoever asks for the delivery may be ahead of what is read here.
    if (!summary || summary.revision < about.revision)
      return failed('unavailable', 'The summary has not been read yet.');
    return bodyOf(summary, shrink);
  };

  const push = async ({ about, shrink }: Sending, receiver: Receiver, signal: AbortSignal) => {
    if (about.kind !== 'summary') return failed('refused', 'A summary server takes summaries only.');
    const body = await dayOf(about, shrink).catch(unread);
    if (typeof body !== 'string') return body;
    return exchange(
      receiver,
      { method: 'PUT', path: `/summaries/${about.date}`, body, timeoutMs: pushTimeoutMs },
      signal,
    );
  };

  return {
    send: (sending, receiver, signal) =>
      sending.about.kind === 'test'
        ? exchange(receiver, { method: 'GET', path: '/key', body: '' }, signal)
        : push(sending, receiver, signal),
  };
};
