import { randomBytes } from 'node:crypto';
import { headers, type MsgHdrs } from '@nats-io/transport-node';

/**
 * Begins a trace for some of the messages: the platform's spans of what became of them belong to it. W3C Trace
 * Context, version 00; the agent itself exports no spans.
 */
export const traceHeaders = (ratio: number, chance: () => number = Math.random): { headers?: MsgHdrs } => {
  if (chance() >= ratio) return {};
  const h = headers();
  h.set('traceparent', `00-${randomBytes(16).toString('hex')}-${randomBytes(8).toString('hex')}-01`);
  return { headers: h };
};
