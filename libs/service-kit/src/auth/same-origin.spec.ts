import { describe, expect, test } from 'vitest';
import { assertNoForgery } from './same-origin';

const cookie = 'tutti_session=x';
const host = 'tutti.example:8080';
const judged =
  (headers: Readonly<Record<string, string>>, method = 'POST') =>
  () => {
    assertNoForgery(method, { cookie, host, ...headers });
  };

describe('given a change by cookie', () => {
  test.each([
    [{}],
    [{ 'sec-fetch-site': 'same-origin' }],
    [{ 'sec-fetch-site': 'none' }],
    [{ origin: 'https://tutti.example:8080' }],
    // A proxy may have changed the host; the browser knows better.
    [{ 'sec-fetch-site': 'same-origin', origin: 'https://outside.example' }],
  ])('from %j, then it passes', (headers) => {
    expect(judged(headers)).not.toThrow();
  });

  test.each([
    [{ origin: 'https://evil.example' }],
    [{ origin: 'http://tutti.example' }],
    [{ origin: 'null' }],
    [{ origin: '' }],
    [{ 'sec-fetch-site': 'cross-site' }],
    [{ 'sec-fetch-site': 'same-site', origin: 'http://tutti.example:8080' }],
    [{ 'sec-fetch-site': 'cross-site', 'x-requested-with': 'fetch' }],
  ])('from %j, then it is refused', (headers) => {
    expect(judged(headers)).toThrow('another origin');
  });
});

test('reading, and whoever bears a token, may come from anywhere', () => {
  expect(judged({ origin: 'https://evil.example' }, 'GET')).not.toThrow();
  expect(judged({ origin: 'https://evil.example', authorization: 'Bearer x' })).not.toThrow();
});
