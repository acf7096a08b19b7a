import { DomainError } from '@tutti/kernel';
import type { DataSource } from 'typeorm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { identityDatabase } from '../open-identity';
import { SignInLimiter } from './sign-in-limiter';

const wrong = async (): Promise<undefined> => undefined;
const right = async (): Promise<string> => 'right';

let database: DataSource;
beforeEach(async () => {
  database = await identityDatabase('sqlite::memory:');
});
afterEach(() => database.destroy());

const setup = () => {
  let now = Date.UTC(2026, 0, 1);
  const limiter = new SignInLimiter(database, { now: () => new Date(now) });
  /** Seconds to wait; 0 when the attempt was made. */
  const attempt = async (key: string, check: () => Promise<string | undefined> = wrong): Promise<number> => {
    try {
      await limiter.attempt(key, check);
      return 0;
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      expect(error.code).toBe('request.rate-limited');
      return Number(error.params['retryAfterSeconds']);
    }
  };
  const fail = async (key: string, times: number): Promise<void> => {
    for (let n = 0; n < times; n++) expect(await attempt(key)).toBe(0);
  };
  return { attempt, fail, pass: (seconds: number) => (now += seconds * 1000) };
};

test('a few failures are free, then the wait doubles up to a minute', async () => {
  const { attempt, fail, pass } = setup();
  await fail('a', 5);
  for (const seconds of [1, 2, 4, 8, 16, 32, 60, 60]) {
    expect(await attempt('a')).toBe(seconds);
    pass(seconds);
    await fail('a', 1);
  }
});

test('an attempt while waiting does not make the wait longer, a right one neither comes through', async () => {
  const { attempt, fail, pass } = setup();
  await fail('a', 5);
  expect(await attempt('a', right)).toBe(1);
  expect(await attempt('a', right)).toBe(1);
  pass(1);
  expect(await attempt('a', right)).toBe(0);
});

test('keys wait for themselves alone', async () => {
  const { fail } = setup();
  await fail('a', 5);
  await fail('b', 5);
});

test('a success, or a quarter of an hour, forgets the failures', async () => {
  const { attempt, fail, pass } = setup();
  await fail('a', 4);
  await attempt('a', right);
  await fail('a', 5);
  pass(15 * 60);
  await fail('a', 5);
});

test('of many at once a few are tried, all of them count', async () => {
  const { attempt } = setup();
  const waits = await Promise.all(Array.from({ length: 50 }, () => attempt('a')));
  expect(waits.filter((seconds) => seconds === 0)).toHaveLength(16);
  expect(await attempt('a')).toBe(60);
});

test('an attempt that broke is no failure and leaves its place', async () => {
  const { attempt, fail } = setup();
  const broken = (): Promise<string> => Promise.reject(new Error('broken'));
  for (let n = 0; n < 20; n++) await expect(attempt('a', broken)).rejects.toThrow('broken');
  await fail('a', 5);
});

test('two replicas count together: asking both in turn is no faster', async () => {
  const [one, other] = [setup(), setup()];
  await one.fail('a', 3);
  await other.fail('a', 2);
  expect(await one.attempt('a')).toBe(1);
  expect(await other.attempt('a')).toBe(1);
});

test('neither name nor address is kept', async () => {
  await setup().fail('somebody|10.0.0.1', 1);
  expect(JSON.stringify(await database.query('SELECT * FROM sign_in_attempt'))).not.toMatch(/somebody|10\.0/);
});
