import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { startTestNats } from '@tutti/testing';
import { expect, it } from 'vitest';
import { deadLetterSubject, jetStreamDeadLetters, type DeadLetter } from './dead-letters';

const letter: DeadLetter = {
  service: 'devices',
  process: 'revocation',
  instanceId: 'd 1.>',
  parkedAt: '2026-11-23T00:00:00.000Z',
  error: 'refused',
  failed: { id: 'e1', attempts: 5, outgoing: { type: 'Revoke', device: 'd1' } },
};

it('A dead letter stands in DEAD_LETTERS under its instance, whatever its id looks like', async () => {
  const nats = await startTestNats();
  const connection = await nats.connect('devices');
  await jetStreamDeadLetters(jetstream(connection, { checkAPI: false })).publish(letter);
  expect(deadLetterSubject(letter)).toBe('dlq.devices.revocation.d_1__');
  const { streams } = await jetstreamManager(connection, { checkAPI: false });
  const stored = await streams.getMessage('DEAD_LETTERS', { last_by_subj: deadLetterSubject(letter) });
  expect(stored?.json()).toEqual(letter);
  await nats.stop();
});
