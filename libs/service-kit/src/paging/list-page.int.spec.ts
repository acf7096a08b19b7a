import { createTable, openDatabase, transaction, upsertMany } from '@tutti/database';
import { DomainError } from '@tutti/kernel';
import { testDatabase, type TestDatabase } from '@tutti/testing';
import fc from 'fast-check';
import { type DataSource, EntitySchema, type MigrationInterface, type QueryRunner } from 'typeorm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ListQuery, type ListSpec, listPage } from './list-page';
import { PageTokens } from './page-tokens';

interface Row {
  readonly id: string;
  readonly name: string;
  readonly seenAt: Date;
  readonly tags: Readonly<Record<string, string>>;
}
const table = new EntitySchema<Row>({
  name: 'device',
  columns: {
    id: { type: 'varchar', primary: true },
    name: { type: 'varchar' },
    seenAt: { type: 'datetime', name: 'seen_at' },
    tags: { type: 'simple-json' },
  },
});
class CreateDevice1795392000000 implements MigrationInterface {
  readonly name = 'CreateDevice1795392000000';
  async up(runner: QueryRunner): Promise<void> {
    await createTable(runner, {
      name: 'device',
      columns: [
        { name: 'id', type: 'varchar', length: '64', isPrimary: true },
        { name: 'name', type: 'varchar', length: '64' },
        { name: 'seen_at', type: 'datetime' },
        { name: 'tags', type: 'text' },
      ],
    });
  }
  async down(): Promise<void> {}
}
const spec: ListSpec<Row> = {
  name: 'devices',
  fields: {
    name: { type: 'string', column: 'device.name' },
    seenAt: { type: 'time', column: 'device.seenAt' },
    tags: { type: 'tags', column: 'device.tags' },
  },
  sorts: {
    name: { column: 'device.name', value: ({ name }) => name },
    seenAt: { column: 'device.seenAt', value: ({ seenAt }) => seenAt },
  },
  defaultSort: [],
  unique: { column: 'device.id', direction: 'ASC', value: ({ id }) => id },
};
const rows: readonly Row[] = Array.from({ length: 101 }, (_, index) => ({
  id: `d${String(index).padStart(3, '0')}`,
  name: `name ${index % 4}`,
  seenAt: new Date(Date.UTC(2026, 0, 1, 0, 0, 0, index % 7)),
  tags: index % 2 ? { site: 'seoul' } : {},
}));
const tokens = new PageTokens('k'.repeat(32));

let place: TestDatabase;
let database: DataSource;
beforeAll(async () => {
  place = await testDatabase();
  database = await openDatabase({
    name: 'kit',
    url: place.url,
    entities: [table],
    migrations: [CreateDevice1795392000000],
  });
  await transaction(database, (manager) => upsertMany(manager, table, rows, ['id']));
});
afterAll(async () => {
  await database.destroy();
  await place.dispose();
});

const page = (query: ListQuery, with_ = tokens, from = spec) =>
  listPage(database.getRepository(table).createQueryBuilder('device').where('1 = 1'), from, query, {
    tokens: with_,
  });
const walk = async (query: ListQuery, from = spec): Promise<readonly string[]> => {
  const ids: string[] = [];
  let pageToken = '';
  do {
    const { items, nextPageToken } = await page({ ...query, pageToken }, tokens, from);
    ids.push(...items.map(({ id }) => id));
    pageToken = nextPageToken;
  } while (pageToken !== '');
  return ids;
};
const codeOf = async (work: Promise<unknown>): Promise<string> => {
  const error: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof DomainError) return error.code;
  throw new Error('no refusal');
};

describe('listPage', () => {
  test('pages of any size and order make the whole list, once each', async () => {
    const sorts = ['name', 'seenAt:DESC', 'name:desc,seenAt', 'seenAt:ASC,name:DESC', undefined];
    const order: Record<string, (a: Row, b: Row) => number> = {
      name: (a, b) => a.name.localeCompare(b.name, 'en'),
      seenAt: (a, b) => a.seenAt.getTime() - b.seenAt.getTime(),
    };
    const compare = (term: string, a: Row, b: Row): number => {
      const [name = '', direction = 'ASC'] = term.split(':');
      return (order[name]?.(a, b) ?? 0) * (direction.toUpperCase() === 'ASC' ? 1 : -1);
    };
    const expected = (sort: string | undefined): readonly string[] =>
      rows
        .toSorted((a, b) => (sort?.split(',') ?? []).reduce((found, term) => found || compare(term, a, b), 0))
        .map(({ id }) => id);
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...sorts),
        fc.integer({ min: 1, max: 120 }),
        async (sort, pageSize) => {
          expect(await walk({ sort, pageSize })).toEqual(expected(sort));
          expect(await walk({ sort, pageSize }, { ...spec, narrowFirst: true })).toEqual(expected(sort));
        },
      ),
      { numRuns: 40 },
    );
  });

  test('filters by text, time and tag through TypeORM', async () => {
    const q = 'tags.site==seoul;seenAt>=2026-01-01T00:00:00.005Z;name==NAME*';
    expect(await walk({ q, pageSize: 3 })).toEqual(
      rows.filter((r) => r.tags['site'] && r.seenAt.getUTCMilliseconds() >= 5).map(({ id }) => id),
    );
  });

  test('a row that goes makes no other row appear twice or not at all', async () => {
    const first = await page({ pageSize: 10 });
    await transaction(database, (manager) => manager.delete(table, 'd003'));
    const second = await page({ pageSize: 10, pageToken: first.nextPageToken });
    expect(second.items.map(({ id }) => id)[0]).toBe('d010');
    await transaction(database, (manager) => upsertMany(manager, table, rows, ['id']));
  });

  test('50 items by default, 500 at most', async () => {
    expect((await page({})).items).toHaveLength(50);
    expect((await page({ pageSize: 100_000 })).items).toHaveLength(101);
  });

  test.each([0, -1, 1.5, Number.NaN])('pageSize %s is refused', async (pageSize) => {
    expect(await codeOf(page({ pageSize }))).toBe('request.invalid');
  });

  test.each(['nme', 'name:UP', 'name:ASC:x', '__proto__', 'name,'])('sort=%s is refused', async (sort) => {
    expect(await codeOf(page({ sort }))).toBe('request.invalid');
  });

  test('a token of another filter, order, list or key is refused, and so is a forged one', async () => {
    const { nextPageToken } = await page({ q: 'name==*', pageSize: 5 });
    const [content = '', mac = ''] = nextPageToken.split('.');
    const forged = `${Buffer.from('["d099"]').toString('base64url')}.${mac}`;
    const refusals = await Promise.all(
      [
        page({ pageToken: nextPageToken }),
        page({ q: 'name==*', sort: 'name', pageToken: nextPageToken }),
        page({ q: 'name==*', pageToken: nextPageToken }, new PageTokens('another key')),
        page({ q: 'name==*', pageToken: forged }),
        page({ q: 'name==*', pageToken: content }),
        page({ q: 'name==*', pageToken: '...' }),
      ].map(codeOf),
    );
    expect(new Set(refusals)).toEqual(new Set(['page.invalid']));
    expect((await page({ q: 'name==*', pageSize: 5, pageToken: nextPageToken })).items[0]?.id).toBe('d005');
  });
});
