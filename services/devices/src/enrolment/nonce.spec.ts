import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { isOwnNonce, issueNonce } from './nonce';

const keys = {
  mac: (purpose: string, value: string) =>
    createHmac('sha256', 'k')
      .update(purpose + value)
      .digest('hex'),
};
const others = {
  mac: (purpose: string, value: string) =>
    createHmac('sha256', 'o')
      .update(purpose + value)
      .digest('hex'),
};
const now = new Date('2026-01-01T00:00:00Z');
const later = (ms: number) => new Date(now.getTime() + ms);

test('a nonce is ours until it expires', () => {
  const nonce = issueNonce(keys, later(60_000));
  expect(isOwnNonce(keys, nonce, now)).toBe(true);
  expect(isOwnNonce(keys, nonce, later(59_999))).toBe(true);
  expect(isOwnNonce(keys, nonce, later(60_000))).toBe(false);
});

test('made up, prolonged or made by others it is not', () => {
  const nonce = issueNonce(keys, later(60_000));
  const [, random, mac] = nonce.split('.');
  expect(isOwnNonce(others, nonce, now)).toBe(false);
  expect(isOwnNonce(keys, `${later(1e9).getTime().toString(36)}.${random}.${mac}`, now)).toBe(false);
  expect(isOwnNonce(keys, '', now)).toBe(false);
  expect(isOwnNonce(keys, 'a.b.c', now)).toBe(false);
});

test('no two are alike', () => {
  expect(issueNonce(keys, now)).not.toBe(issueNonce(keys, now));
});
