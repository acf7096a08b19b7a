import type { Clock } from '@tutti/kernel';
import { renderSlack } from '../message/slack-message';
import { renderTeams } from '../message/teams-card';
import { renderWebhook, webhookSignature } from '../message/webhook-envelope';
import type { Outbound } from './outbound';
import { outcomeOf } from './outcome-of';
import type { Receiver, Sender, Sending } from './sender';

export interface HttpSendersParts {
  readonly outbound: Outbound;
  readonly clock: Clock;
  /** Base URL of the console, for links. */
  readonly consoleAt: () => string | undefined;
}

interface Rendered {
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

type Render = (sending: Sending, receiver: Receiver) => Rendered;

const json = 'application/json; charset=utf-8';

/** Sends by POST what a rendering makes of the message. */
const posting = ({ outbound, clock }: HttpSendersParts, render: Render): Sender => ({
  async send(sending, receiver, signal) {
    const { body, headers = {} } = render(sending, receiver);
    const outgoing = {
      method: 'POST',
      headers: { 'content-type': json, 'user-agent': 'Tutti', ...headers },
      body,
    } as const;
    const exchange = await outbound.exchange(receiver.address, outgoing, signal);
    return outcomeOf(exchange, Buffer.byteLength(body), clock.now());
  },
});

/** Of the kinds that take a message by POST. */
export const httpSenders = (
  parts: HttpSendersParts,
): Readonly<Record<'teams' | 'slack' | 'webhook', Sender>> => {
  const optionsOf = ({ mayRepeat, shrink }: Sending) => ({ mayRepeat, shrink, consoleAt: parts.consoleAt() });
  return {
    teams: posting(parts, (sending) => ({
      body: JSON.stringify(renderTeams(sending.message, optionsOf(sending))),
    })),
    slack: posting(parts, (sending) => ({
      body: JSON.stringify(renderSlack(sending.message, optionsOf(sending))),
    })),
    webhook: posting(parts, (sending, { secret = '' }) => {
      const body = renderWebhook(sending, optionsOf(sending));
      return { body, headers: webhookSignature(sending.id, body, secret, parts.clock.now()) };
    }),
  };
};
