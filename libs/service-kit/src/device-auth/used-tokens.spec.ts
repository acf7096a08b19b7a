import { openDatabase, sweepOldRows } from '@tutti/database';
import type { DomainError } from '@tutti/kernel';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { DataSource, MigrationInterface, QueryRunner } from 'typeorm';
import { createUsedTokens, usedTokenTable } from './used-token.table';
import { UsedTokens } from './used-tokens';

const claims = { iss: 'a'.repeat(26), jti: 'one', exp: 1_800_000_060 };
const issued = 1_800_000_000_000;

class CreateUsedTokens1795392000000 implements MigrationInterface {
  readonly name = 'CreateUsedTokens1795392000000';
  up = (runner: QueryRunner): Promise<void> => createUsedTokens(runner);
  down = (runner: QueryRunner): Promise<void> => runner.dropTable('used_token');
}

let database: DataSource;
let now: number;
beforeEach(async () => {
  now = issued;
  database = await openDatabase({
    name: 'tokens',
    url: 'sqlite::memory:',
    entities: [usedTokenTable],
    migrations: [CreateUsedTokens1795392000000],
  });
});
afterEach(() => database.destroy());

const replica = (): UsedTokens => new UsedTokens(database, { now: () => new Date(now) });
const codeOf = (use: Promise<void>): Promise<string> =>
  use.then(
    () => 'none',
    (error: unknown) => (error as DomainError).code,
  );

test('a token is good once, per device, whichever replica it comes to', async () => {
  const [first, second] = [replica(), replica()];
  await first.use(claims);
  expect(await codeOf(first.use(claims))).toBe('device.token-invalid');
  expect(await codeOf(second.use(claims))).toBe('device.token-invalid');
  expect(await codeOf(second.use({ ...claims, iss: 'b'.repeat(26) }))).toBe('none');
});

test('of two replicas that are given it at once, one takes it', async () => {
  const codes = await Promise.all([codeOf(replica().use(claims)), codeOf(replica().use(claims))]);
  expect(codes.sort()).toEqual(['device.token-invalid', 'none']);
});

test('it is remembered as long as it could be used, and then forgotten', async () => {
  await replica().use(claims);
  const sweep = (at: number) =>
    sweepOldRows(
      database,
      { table: usedTokenTable, field: 'until', before: new Date(at) },
      new AbortController().signal,
    );
  expect(await sweep(issued + 90_000)).toBe(0);
  expect(await sweep(issued + 90_001)).toBe(1);
});

test('a device that sends too many requests waits', async () => {
  const used = replica();
  for (let n = 0; n < 1000; n++) await used.use({ ...claims, jti: `${n}` });
  expect(await codeOf(used.use({ ...claims, jti: 'more' }))).toBe('request.rate-limited');
  now += 1000;
  expect(await codeOf(used.use({ ...claims, jti: 'more' }))).toBe('none');
});
