import { createHmac } from 'node:crypto';
import type { DeliveryAbout, Message } from '@tutti/contracts/summary';
import { fitMessage, type FittedMessage } from './fit-message';
import { linksOf, type RenderOptions } from './rendering';

const types: Readonly<Record<DeliveryAbout['kind'], string>> = {
  summary: 'summary.composed',
  notification: 'notification.raised',
  test: 'channel.test',
};

export interface Envelope {
  /** Of the delivery: the same over repetitions. */
  readonly id: string;
  readonly about: DeliveryAbout;
  readonly message: Message;
  readonly requestedAt: Date;
}

const bytesOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));

/** Half of it, with the numbers of what fell away. */
const half = (message: Message): FittedMessage => {
  const most = bytesOf(message) / 2;
  return fitMessage(message, (fitted) => bytesOf(fitted) <= most);
};

/** The message as a webhook's JSON body; at half its size when shrunk. */
export const renderWebhook = (
  { id, about, message, requestedAt }: Envelope,
  { consoleAt, mayRepeat = false, shrink = false }: RenderOptions = {},
): string => {
  const told = shrink ? half(message) : message;
  return JSON.stringify({
    id,
    type: types[about.kind],
    time: requestedAt.toISOString(),
    data: { about, mayRepeat, message: { ...told, links: linksOf(message, consoleAt) } },
  });
};

/** `whsec_…` is base64, as Standard Webhooks has it; anything else is taken as it stands. */
const keyOf = (secret: string): Buffer =>
  secret.startsWith('whsec_') ? Buffer.from(secret.slice(6), 'base64') : Buffer.from(secret);

/** Headers that prove where a body comes from and when (www.standardwebhooks.com). */
export const webhookSignature = (
  id: string,
  body: string,
  secret: string,
  now: Date,
): Readonly<Record<string, string>> => {
  const timestamp = String(Math.floor(now.getTime() / 1000));
  const signature = createHmac('sha256', keyOf(secret)).update(`${id}.${timestamp}.${body}`).digest('base64');
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${signature}`,
  };
};
