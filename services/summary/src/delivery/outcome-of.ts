import type { DeliveryFailure } from '@tutti/contracts/summary';
import type { Exchange, HttpAnswer } from './outbound';
import type { SendOutcome } from './sender';

type Code = DeliveryFailure['code'];

const codes: Readonly<Record<number, Code>> = {
  401: 'unauthorised',
  403: 'unauthorised',
  404: 'gone',
  408: 'unavailable',
  410: 'gone',
  413: 'too-large',
  429: 'throttled',
};

const details: Partial<Record<Code, string>> = {
  unauthorised: 'The receiver does not let us in. Was its address or its secret changed?',
  gone: 'There is nothing behind the address any more. Was the workflow or the hook deleted or switched off?',
  'too-large': 'The receiver finds it too large.',
  throttled: 'The receiver wants to be left alone for a while.',
  unavailable: 'The receiver has trouble of its own.',
  refused: 'The receiver does not take what was sent.',
};

const codeOf = (status: number, asksForQuiet: boolean): Code => {
  if (status >= 300 && status < 400) return 'gone';
  // 503 with Retry-After (RFC 9110, 15.6.4): the whole channel waits, not this delivery alone.
  if (status === 503 && asksForQuiet) return 'throttled';
  return codes[status] ?? (status >= 500 ? 'unavailable' : 'refused');
};

const redirect = 'The receiver sends us elsewhere, which is not followed. Set the address that it leads to.';

/** Seconds or a date (RFC 9110, 10.2.3). */
export const retryAfterMs = (header: string | undefined, now: Date): number | undefined => {
  if (header === undefined) return undefined;
  const at = /^\d+$/.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - now.getTime();
  return Number.isFinite(at) ? Math.max(0, at) : undefined;
};

/** What the receivers that we know call their own id of it. */
const receiptOf = ({ headers }: HttpAnswer): string | undefined => {
  const found = headers['x-ms-workflow-run-id'] ?? headers['x-slack-req-id'] ?? headers['x-request-id'];
  const text = Array.isArray(found) ? found[0] : found;
  return text?.slice(0, 128);
};

/** What an exchange means for what was sent. */
export const outcomeOf = (exchange: Exchange, bytes: number, now: Date): SendOutcome => {
  const { answer } = exchange;
  if (!answer) return { accepted: false, failure: exchange.failure };
  const { status: httpStatus } = answer;
  if (httpStatus >= 200 && httpStatus < 300)
    return { accepted: true, httpStatus, bytes, receipt: receiptOf(answer) };
  const retryAfter = retryAfterMs(answer.headers['retry-after'], now);
  const code = codeOf(httpStatus, retryAfter !== undefined);
  const detail = httpStatus < 400 ? redirect : (details[code] ?? '');
  return {
    accepted: false,
    // What is no status of HTTP (999 of some) is told as none.
    failure: { code, detail, ...(httpStatus < 600 ? { httpStatus } : {}) },
    retryAfterMs: retryAfter,
  };
};
