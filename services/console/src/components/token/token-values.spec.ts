import { issueEnrolmentToken } from '@tutti/contracts/devices';
import { expect, test } from 'vitest';
import { areUses, ttls, usualToken, wishOf, type Ttl } from './token-values';

test('what the form sends is what the API takes', () => {
  for (const ttl of Object.keys(ttls) as Ttl[]) {
    const wish = wishOf({ ...usualToken, ttl, note: ' hall ', uses: '20', site: 'seoul', tags: ['line=3'] });
    expect(issueEnrolmentToken.parse(wish)).toEqual({
      note: 'hall',
      ttlSeconds: ttls[ttl],
      maxUses: 20,
      autoAccept: true,
      site: 'seoul',
      tags: { line: '3' },
    });
  }
  expect(wishOf(usualToken)).toEqual({ ttlSeconds: 86_400, maxUses: 1, autoAccept: true });
});

test.each([
  ['1', true],
  ['100000', true],
  ['0', false],
  ['100001', false],
  ['1.5', false],
  ['', false],
])('%s devices: %s', (text, good) => {
  expect(areUses(text)).toBe(good);
});
