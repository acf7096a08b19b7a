import { bitsOfTags } from '@tutti/contracts/common';
import { createTable, openDatabase, transaction, upsertMany } from '@tutti/database';
import { mariadbTestDatabase, sqliteTestDatabase, type TestDatabase } from '@tutti/testing';
import fc from 'fast-check';
import { EntitySchema, type DataSource, type MigrationInterface, type QueryRunner } from 'typeorm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listPage, type ListSpec } from './list-page';
import { PageTokens } from './page-tokens';

interface Row {
  readonly id: string;
  readonly name: string;
  readonly site: string | null;
  readonly score: number | null;
  readonly at: Date;
  readonly ms: number;
  readonly on: boolean;
  readonly tags: Readonly<Record<string, string>>;
  readonly bits: number;
  readonly model: { readonly name: string } | null;
}

const table = new EntitySchema<Row>({
  name: 'thing',
  columns: {
    id: { type: 'varchar', length: 64, primary: true },
    name: { type: 'varchar', length: 64 },
    site: { type: 'varchar', length: 64, nullable: true },
    score: { type: 'double', nullable: true },
    at: { type: 'datetime' },
    ms: { type: 'bigint', transformer: { to: (value: unknown) => value, from: Number } },
    on: { type: 'boolean' },
    tags: { type: 'simple-json' },
    bits: { type: 'bigint', transformer: { to: (value: unknown) => value, from: Number } },
    model: { type: 'simple-json', nullable: true },
  },
});

class CreateThing1795392000000 implements MigrationInterface {
  readonly name = 'CreateThing1795392000000';
  async up(runner: QueryRunner): Promise<void> {
    const text = { type: 'varchar', length: '64' };
    await createTable(runner, {
      name: 'thing',
      columns: [
        { name: 'id', ...text, isPrimary: true },
        { name: 'name', ...text },
        { name: 'site', ...text, isNullable: true },
        { name: 'score', type: 'double', isNullable: true },
        { name: 'at', type: 'datetime' },
        { name: 'ms', type: 'bigint' },
        { name: 'on', type: 'boolean' },
        { name: 'tags', type: 'text' },
        { name: 'bits', type: 'bigint' },
        { name: 'model', type: 'text', isNullable: true },
      ],
      indices: [{ name: 'thing_by_name', columnNames: ['name'] }],
    });
  }
  async down(): Promise<void> {}
}

const spec: ListSpec<Row> = {
  name: 'things',
  fields: {
    name: { type: 'string', column: 'row.name' },
    site: { type: 'string', column: 'row.site' },
    score: { type: 'number', column: 'row.score' },
    at: { type: 'time', column: 'row.at' },
    ms: { type: 'time', column: 'row.ms', encode: (time) => time.getTime() },
    on: { type: 'enum', column: "CASE WHEN row.on THEN 'true' ELSE 'false' END", values: ['true', 'false'] },
    tags: { type: 'tags', column: 'row.tags' },
    model: { type: 'string', column: 'row.model', path: '$.name' },
  },
  sorts: {
    name: { column: 'row.name', value: ({ name }) => name },
    site: { column: "COALESCE(row.site, '')", value: ({ site }) => site ?? '' },
    score: { column: 'COALESCE(row.score, 0)', value: ({ score }) => score ?? 0 },
    at: { column: 'row.at', value: ({ at }) => at },
    ms: { column: 'row.ms', value: ({ ms }) => ms },
  },
  defaultSort: [],
  unique: { column: 'row.id', value: ({ id }) => id, direction: 'ASC' },
};

const letters = [
  'a',
  'A',
  'z',
  ' ',
  '  ',
  'é',
  'É',
  'ß',
  'İ',
  '한',
  '😀',
  '%',
  '_',
  '!',
  "'",
  '"',
  '\\',
  '-',
  ':',
];
const text = fc.array(fc.constantFrom(...letters), { minLength: 1, maxLength: 4 }).map((all) => all.join(''));
const start = Date.parse('2026-01-01T00:00:00Z');
const rows = fc.array(
  fc.record({
    name: text,
    site: fc.option(text),
    score: fc.option(fc.constantFrom(0, 0.1, 1 / 3, -2.5, 1e-7, 0.30000000000000004, 2 ** 52)),
    at: fc.nat(3).map((ms) => new Date(start + ms)),
    ms: fc.nat(3).map((ms) => start + ms),
    on: fc.boolean(),
    tags: fc.dictionary(fc.constantFrom('site', 'k8s.io', 'a-b'), text, { maxKeys: 3 }),
    model: fc.option(fc.record({ name: text })),
  }),
  { minLength: 4, maxLength: 60 },
);

const quoted = (value: string): string => `"${value.replaceAll(/["\\]/g, '\\$&')}"`;
const pattern = fc
  .tuple(text, fc.constantFrom('*', '**'), fc.option(text))
  .map(([a, star, b]) => `${a}${star}${b ?? ''}`);
const time = fc.nat(3).map((ms) => new Date(start + ms).toISOString());
const of = (selectors: readonly string[], operators: readonly string[], value: fc.Arbitrary<string>) =>
  fc
    .tuple(fc.constantFrom(...selectors), fc.constantFrom(...operators), value)
    .map(([selector, operator, one]) => `${selector}${operator}${quoted(one)}`);
const comparison = fc.oneof(
  of(['name', 'site', 'model', 'tags.site', 'tags.k8s.io'], ['==', '!=', '=like='], fc.oneof(text, pattern)),
  of(['score'], ['==', '!=', '<', '>='], fc.constantFrom('0', '0.1', '-2.5', '1e-7')),
  of(['at', 'ms'], ['==', '<', '>=', '!='], time),
  of(['on'], ['==', '!='], fc.constantFrom('true', 'false')),
  of(['tags'], ['==', '!='], fc.constantFrom('site', 'k8s.io', 'a-b')),
);
const query = fc.record({
  q: fc
    .array(comparison, { minLength: 0, maxLength: 3 })
    .chain((all) => fc.constantFrom(all.join(';'), all.join(','))),
  sort: fc.constantFrom('', 'name', 'site:DESC', 'score,name:DESC', 'at:DESC,score', 'ms,site'),
  pageSize: fc.integer({ min: 1, max: 20 }),
});

const tokens = new PageTokens('k'.repeat(32));
const places: TestDatabase[] = [];
const databases: DataSource[] = [];
beforeAll(async () => {
  places.push(await sqliteTestDatabase(), mariadbTestDatabase());
  for (const { url } of places)
    databases.push(
      await openDatabase({ name: 'both', url, entities: [table], migrations: [CreateThing1795392000000] }),
    );
});
afterAll(async () => {
  for (const database of databases) await database.destroy();
  for (const place of places) await place.dispose();
});

const narrowSpec: ListSpec<Row> = {
  ...spec,
  fields: { ...spec.fields, tags: { type: 'tags', column: 'row.tags', bits: 'row.bits' } },
  narrowFirst: true,
  index: 'thing_by_name',
};

/** All pages, with the tokens between them. */
const walk = async (
  database: DataSource,
  asked: { q: string; sort: string; pageSize: number },
  from: ListSpec<Row> = spec,
) => {
  const pages: unknown[] = [];
  let pageToken = '';
  do {
    const builder = database.createQueryBuilder(table, 'row').where('1 = 1');
    const page = await listPage(builder, from, { ...asked, pageToken }, { tokens });
    pages.push(page);
    pageToken = page.nextPageToken;
  } while (pageToken !== '');
  return pages;
};

test('both engines answer every list with the same rows, in the same order, on the same pages', async () => {
  await fc.assert(
    fc.asyncProperty(rows, fc.array(query, { minLength: 8, maxLength: 8 }), async (all, queries) => {
      const stored = all.map((row, n) => ({
        ...row,
        id: `${row.name}${n}`,
        bits: bitsOfTags(row.tags),
      }));
      for (const database of databases)
        await transaction(database, async (manager) => {
          await manager.deleteAll(table);
          await upsertMany(manager, table, stored, ['id']);
        });
      for (const asked of queries) {
        const [sqlite, mariadb] = await Promise.all(databases.map((database) => walk(database, asked)));
        expect(mariadb).toEqual(sqlite);
        const narrow = await Promise.all(databases.map((database) => walk(database, asked, narrowSpec)));
        expect(narrow).toEqual([sqlite, sqlite]);
      }
    }),
    { numRuns: 40 },
  );
});
