import { DomainError } from '@tutti/kernel';
import { describe, expect, test } from 'vitest';
import { AddressGuard, isInside } from './address-guard';

const isAllowed = (address: string, guard = new AddressGuard()): boolean => {
  try {
    guard.check(address);
    return true;
  } catch (error) {
    expect(error).toBeInstanceOf(DomainError);
    return false;
  }
};

test.each([
  'https://hooks.slack.com/services/T0/B0/x',
  'https://default1234.56.environment.api.powerplatform.com:443/powerautomate/automations/direct/workflows/x/triggers',
  'http://127.0.0.1:9000/hook',
  'http://localhost:9000/hook',
  'http://[::1]:9000/hook',
])('%s may be sent to', (address) => {
  expect(isAllowed(address)).toBe(true);
});

test.each([
  'http://example.com/hook',
  'https://10.0.0.5/hook',
  'https://169.254.169.254/latest/meta-data',
  'https://[fd00::1]/hook',
  'https://[::ffff:10.0.0.5]/hook',
  'https://0x0a000005/hook',
  'https://2130706433:8080/hook'.replace('2130706433', '167772165'),
  'https://user:password@example.com/hook',
  'ftp://example.com/hook',
])('%s may not be sent to', (address) => {
  expect(isAllowed(address)).toBe(false);
});

test.each([
  '10.1.2.3',
  '127.0.0.1',
  '169.254.1.1',
  '172.31.0.1',
  '192.168.1.1',
  '100.64.0.1',
  '::1',
  'fe80::1',
  '::ffff:192.168.0.1',
  '64:ff9b::a00:1',
])('%s is inside', (ip) => expect(isInside(ip)).toBe(true));
test.each(['1.1.1.1', '172.32.0.1', '2606:4700::1111'])('%s is not', (ip) =>
  expect(isInside(ip)).toBe(false),
);

describe('CHANNEL_HOSTS', () => {
  const guard = new AddressGuard(['hooks.slack.com', '*.corp.example', '10.0.0.5']);

  test('allows what it names, and inside only that', () => {
    expect(isAllowed('https://hooks.slack.com/x', guard)).toBe(true);
    expect(isAllowed('https://tutti.corp.example/x', guard)).toBe(true);
    expect(isAllowed('https://10.0.0.5/x', guard)).toBe(true);
    expect(() => guard.checkResolved('tutti.corp.example', '10.2.3.4')).not.toThrow();
  });
  test('refuses all others, this machine too', () => {
    expect(isAllowed('https://example.com/x', guard)).toBe(false);
    expect(isAllowed('https://evilcorp.example/x', guard)).toBe(false);
    expect(isAllowed('http://127.0.0.1/x', guard)).toBe(false);
  });
  test('with * for the Internet does not open what is inside', () => {
    const open = new AddressGuard(['*', '10.0.0.5']);
    expect(isAllowed('https://example.com/x', open)).toBe(true);
    expect(isAllowed('https://10.0.0.6/x', open)).toBe(false);
    expect(() => open.checkResolved('example.com', '10.0.0.6')).toThrow(/inside/);
  });
});

test('a public name that leads inside is refused when it is looked up', () => {
  expect(() => new AddressGuard().checkResolved('rebind.example', '169.254.169.254')).toThrow(/inside/);
  expect(() => new AddressGuard().checkResolved('rebind.example', '127.0.0.1')).toThrow(/inside/);
});

test('an address of the environment counts as named', () => {
  const guard = new AddressGuard(undefined, ['https://tutti.plant.example']);
  expect(() => guard.checkResolved('tutti.plant.example', '10.2.3.4')).not.toThrow();
});
