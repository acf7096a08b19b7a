import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { dayMessage, fullMessage } from './message.fixture';
import { renderWebhook, webhookSignature } from './webhook-envelope';

const envelope = {
  id: '8f7b6a50-0000-8000-8000-000000000001',
  about: { kind: 'summary', date: '2026-11-21', revision: 1 },
  message: dayMessage,
  requestedAt: new Date('2026-11-22T00:10:00Z'),
} as const;
const now = new Date('2026-11-22T00:10:05.700Z');

test('the body is an envelope {id, type, time, data} (requirements 5.10)', async () => {
  const body: unknown = JSON.parse(renderWebhook(envelope, { consoleAt: 'https://tutti.example' }));
  await expect(JSON.stringify(body, null, 2)).toMatchFileSnapshot('golden/webhook-day.json');
});

test('what the receiver found too large is half as large the next time, and says how much is missing', () => {
  const full = { ...envelope, message: fullMessage() };
  const [whole, shrunk] = [renderWebhook(full), renderWebhook(full, { shrink: true })];
  expect(shrunk.length).toBeLessThanOrEqual(whole.length / 2 + 200);
  const { message } = (JSON.parse(shrunk) as { data: { message: { title: string; sections: object[] } } })
    .data;
  expect(message.title).toBe(dayMessage.title);
  expect(message.sections).toHaveLength(10);
  expect(JSON.stringify(message.sections)).toMatch(/"moreLines":[1-9]/);
  expect(whole).not.toContain('moreLines');
});

test('the signature is over id, time and body, as Standard Webhooks has it', () => {
  const body = renderWebhook(envelope);
  const headers = webhookSignature(envelope.id, body, 'a shared secret of the two', now);
  const expected = createHmac('sha256', 'a shared secret of the two')
    .update(`${envelope.id}.1795306205.${body}`)
    .digest('base64');
  expect(headers).toEqual({
    'webhook-id': envelope.id,
    'webhook-timestamp': '1795306205',
    'webhook-signature': `v1,${expected}`,
  });
});

test('the example of the Standard Webhooks specification has its signature', () => {
  const body = '{"test": 2432232314}';
  const at = new Date(1614265330 * 1000);
  const headers = webhookSignature(
    'msg_p5jXN8AQM9LWM0D4loKWxJek',
    body,
    'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
    at,
  );
  expect(headers['webhook-signature']).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
});
