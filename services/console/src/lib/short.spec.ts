import { expect, test } from 'vitest';
import { shortId, shortSerial } from './short';

test('ids made in the same minute stay apart', () => {
  const [one, other] = ['01996aad-1b2c-7d3e-8f40-aaaaaaaaaaaa', '01996aad-1b2c-7d3e-8f40-bbbbbbbbbbbb'];
  expect(shortId(one)).toBe('…aaaaaaaa');
  expect(shortId(one)).not.toBe(shortId(other));
  expect(shortId('camera-1')).toBe('camera-1');
});

test('a serial is shortened only when it is long', () => {
  expect(shortSerial('edge-0123456789abcdef0123')).toBe('edge-0123…ef0123');
  expect(shortSerial('SN-2024-000017')).toBe('SN-2024-000017');
});
