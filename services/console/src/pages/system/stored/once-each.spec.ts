import { expect, test } from 'vitest';
import { onceEach } from './once-each';

const log = (name: string) => ({ name, messages: 1, bytes: 10, maxBytes: null, oldestAt: null });

test('a log that several services tell of is shown once, and the event log first', () => {
  const told = ['KV_vault', 'LOG', 'KV_jwks', 'LOG', 'TELEMETRY', 'KV_vault'].map(log);
  expect(onceEach(told).map(({ name }) => name)).toEqual(['LOG', 'TELEMETRY', 'KV_jwks', 'KV_vault']);
});
