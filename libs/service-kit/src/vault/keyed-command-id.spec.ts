import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { keyedCommandId } from './keyed-command-id';

const vaultWith = (key: string) => ({
  mac: (purpose: string, value: string) =>
    createHmac('sha256', key).update(`${purpose}${value}`).digest('hex'),
});
const body = { name: 'mona', password: 'seventeen green umbrellas' };

test('keeps the key of the request and hides its fingerprint behind the vault', () => {
  const { commandId } = keyedCommandId(vaultWith('one'), 'test', 'key:fingerprint', body);
  expect(commandId).toMatch(/^key:[0-9a-f]{16}$/);
  expect(keyedCommandId(vaultWith('one'), 'test', 'key:other', body)).toEqual({ commandId });
  expect(keyedCommandId(vaultWith('two'), 'test', 'key:fingerprint', body)).not.toEqual({ commandId });
  expect(keyedCommandId(vaultWith('one'), 'test', 'key:fingerprint', { ...body, name: 'nora' })).not.toEqual({
    commandId,
  });
});

test('without a key there is no command id', () => {
  expect(keyedCommandId(vaultWith('one'), 'test', undefined, body)).toEqual({});
});
