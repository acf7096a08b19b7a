import { expect, test } from 'vitest';
import type { Delivery } from './deliveries';
import { isMissing, summaryAtChannel } from './summary-at-channel';

type Sent = Pick<Delivery, 'channelId' | 'about' | 'status'>;

const sent = (status: Delivery['status'], channelId = 'a', revision = 2): Sent => ({
  channelId,
  about: { kind: 'summary', date: '2026-11-20', revision },
  status,
});
const at = (...newestFirst: readonly Sent[]) => summaryAtChannel(newestFirst, 2, 'a');

test('what was accepted once is there, whatever became of it later', () => {
  expect(at(sent('failed'), sent('accepted'))).toBe('accepted');
  expect(at(sent('waiting'), sent('accepted'))).toBe('accepted');
});

test('what is on its way is not missing, though another one was given up', () => {
  expect(at(sent('failed'), sent('retrying'))).toBe('retrying');
  expect(at(sent('dropped'), sent('failed'))).toBe('dropped');
});

test('other channels, other revisions and other messages do not count', () => {
  const test: Sent = { ...sent('accepted'), about: { kind: 'test' } };
  expect(at(sent('accepted', 'b'), sent('accepted', 'a', 1), test)).toBeNull();
});

test.each([
  [null, true],
  ['failed', true],
  ['dropped', true],
  ['waiting', false],
  ['sending', false],
  ['retrying', false],
  ['accepted', false],
] as const)('%s: missing is %s', (status, missing) => expect(isMissing(status)).toBe(missing));
