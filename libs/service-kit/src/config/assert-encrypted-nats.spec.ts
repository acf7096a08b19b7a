import { describe, expect, test } from 'vitest';
import { assertEncryptedNats } from './assert-encrypted-nats';

describe('NATS beyond this machine', () => {
  test.each([
    'nats://nats.example:4222',
    'nats.example:4222',
    'nats.example',
    '192.0.2.1:4222',
    'ws://192.0.2.1',
    'tls://a.example,nats://b.example',
    'nats://127.0.0.1:4222, nats://[2001:db8::1]:4222',
  ])('is refused at %s, unless insecure says so', (url) => {
    expect(() => assertEncryptedNats(url, false)).toThrow(/NATS_URL: \S+ is not encrypted.*tls:.*INSECURE/);
    expect(() => assertEncryptedNats(url, true)).not.toThrow();
  });

  test.each([
    'tls://nats.example:4222',
    'tls://a.example, tls://b.example',
    'nats://127.0.0.1:4222',
    'localhost:4222',
    '127.0.0.1',
    'nats://[::1]:4222,nats://localhost',
  ])('is fine at %s', (url) => {
    expect(() => assertEncryptedNats(url, false)).not.toThrow();
  });

  test('what is no address is refused in words', () => {
    expect(() => assertEncryptedNats('nats://:::', false)).toThrow('is no address like tls://host:4222');
  });
});
