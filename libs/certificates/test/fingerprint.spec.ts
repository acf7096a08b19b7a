import { X509Certificate } from 'node:crypto';
import { expect, it } from 'vitest';
import { createAuthority, succeedAuthority } from '../src/authority/authority';
import { authorityFingerprint, isFingerprint, matchesFingerprint } from '../src/fingerprint';
import { certifiedNames, reachableHosts } from '../src/server/names';

it('an authority is recognised by its key, and by the digest that browsers show', async () => {
  const authority = await createAuthority('test', new Date());
  const certificate = new X509Certificate(authority.cert);
  const fingerprint = authorityFingerprint(certificate);
  expect(fingerprint).toMatch(/^[\w-]{43}$/);
  for (const told of [fingerprint, `sha256:${fingerprint}`, certificate.fingerprint256])
    expect(matchesFingerprint(told, certificate), told).toBe(true);
  const other = new X509Certificate((await createAuthority('test', new Date())).cert);
  for (const told of [fingerprint, certificate.fingerprint256, '', 'sha256:'])
    expect(matchesFingerprint(told, other), told).toBe(false);
});

it('a key that another authority signed has the same fingerprint', async () => {
  const now = new Date();
  const next = await succeedAuthority(await createAuthority('test', now), 'test', now);
  expect(authorityFingerprint(next.cross ?? '')).toBe(authorityFingerprint(next.cert));
});

it.each(['', 'sha256:', 'abc', 'g'.repeat(64)])('%j is no fingerprint', (text) => {
  expect(isFingerprint(text)).toBe(false);
});

const at = (address: string, family: 'IPv4' | 'IPv6', internal = false) =>
  ({ address, family, internal, netmask: '', mac: '', cidr: null }) as never;
const interfaces = {
  lo: [at('127.0.0.1', 'IPv4', true), at('::1', 'IPv6', true)],
  eth0: [at('2001:db8::7', 'IPv6'), at('192.0.2.7', 'IPv4'), at('fe80::1', 'IPv6')],
};

it('a server on all addresses is reached by those that others could use', () => {
  const listening = { host: '0.0.0.0', publicHosts: [] };
  expect(reachableHosts(listening, interfaces)).toEqual(['192.0.2.7', '2001:db8::7']);
  expect(certifiedNames(listening, interfaces)).toEqual(
    expect.arrayContaining(['192.0.2.7', '2001:db8::7', 'localhost', '127.0.0.1', '::1']),
  );
});

it('behind NAT it is told by which names; the certificate is for both (S0-30)', () => {
  const listening = { host: '0.0.0.0', publicHosts: ['tutti.example'] };
  expect(reachableHosts(listening, interfaces)).toEqual(['tutti.example']);
  expect(certifiedNames(listening, interfaces)).toEqual(
    expect.arrayContaining(['tutti.example', '192.0.2.7', '127.0.0.1']),
  );
  expect(reachableHosts({ host: '192.0.2.7', publicHosts: [] }, interfaces)).toEqual(['192.0.2.7']);
});
