import { createHash } from 'node:crypto';
import { isAtLeast } from '@tutti/kernel';
import { describe, expect, it } from 'vitest';
import { pickMirror } from './apt-fetcher';
import { verifyDigest } from './release-fetcher';
import { versionIn } from './server-version';

describe('the Debian mirror of this machine', () => {
  const unread = (uri: string): string => `$(ORIGIN) ${uri}`;

  it('is the archive that apt knows as Debian’s, whatever it is called', () => {
    const targets = ['Other https://packages.example/x/', 'Debian http://mirror.example/d/', ''].join('\n');
    expect(pickMirror(targets, false)).toBe('http://mirror.example/d/');
  });

  it('is never the security archive, which has no such package', () => {
    const targets = [
      'Debian http://mirror.example/debian-security/',
      'Debian http://mirror.example/debian/',
    ].join('\n');
    expect(pickMirror(targets, true)).toBe('http://mirror.example/debian/');
  });

  it('before the first update of a fresh Debian is the first archive that is configured', () => {
    expect(pickMirror(unread('http://mirror.example/debian/'), true)).toBe('http://mirror.example/debian/');
  });

  it('is nowhere on a system that is not Debian', () => {
    expect(pickMirror(unread('http://mirror.example/ubuntu/'), false)).toBeUndefined();
    expect(pickMirror('Ubuntu http://mirror.example/ubuntu/', false)).toBeUndefined();
    expect(pickMirror('', true)).toBeUndefined();
  });
});

describe('the published digest', () => {
  const bytes = Buffer.from('archive');
  const digest = createHash('sha256').update(bytes).digest('hex');

  it('fits, in either form of the list', () => {
    verifyDigest({ sums: `00  other.zip\n${digest}  a.tar.gz\n`, name: 'a.tar.gz', bytes });
    verifyDigest({ sums: `${digest.toUpperCase()} *a.tar.gz`, name: 'a.tar.gz', bytes });
  });

  it('does not fit, or is missing', () => {
    const sums = `${digest}  a.tar.gz`;
    expect(() => verifyDigest({ sums, name: 'a.tar.gz', bytes: Buffer.from('other') })).toThrow(
      'published is',
    );
    expect(() => verifyDigest({ sums, name: 'tar.gz', bytes })).toThrow('do not name');
  });
});

describe('versions', () => {
  it.each([
    ['2.12.0', true],
    ['2.12.14', true],
    ['2.15.1', true],
    ['3.0.0', true],
    ['2.11.17', false],
    ['2.9.10', false],
    ['1.99.99', false],
  ])('%s is at least 2.12.0: %s', (version, expected) => {
    expect(isAtLeast(version, '2.12.0')).toBe(expected);
  });

  it('are read from what the program prints', () => {
    expect(versionIn('nats-server: v2.15.1\n')).toBe('2.15.1');
    expect(versionIn('nats-server: v2.16.0-RC.1')).toBe('2.16.0');
    expect(versionIn('nonsense')).toBeUndefined();
  });
});
