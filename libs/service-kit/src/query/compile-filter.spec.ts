import { DatabaseSync } from 'node:sqlite';
import { bitsOfTags } from '@tutti/contracts/common';
import { DomainError } from '@tutti/kernel';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compileFilter } from './compile-filter';
import type { FieldTable } from './field-table';
import { maxComparisons } from './parse-filter';

interface Row {
  readonly id: number;
  readonly name: string | null;
  readonly score: number | null;
  readonly seen: string | null;
  readonly state: 'online' | 'offline' | null;
  readonly tags: Readonly<Record<string, string>>;
}

const fields: FieldTable = {
  name: { type: 'string', column: 'device.name' },
  score: { type: 'number', column: 'device.score' },
  seen: { type: 'time', column: 'device.seen', encode: (time) => time.toISOString() },
  state: { type: 'enum', column: 'device.state', values: ['online', 'offline'] },
  tags: { type: 'tags', column: 'device.tags' },
};
const withBits: FieldTable = {
  ...fields,
  tags: { type: 'tags', column: 'device.tags', bits: 'device.bits' },
};

const names = [
  '',
  'cam-1',
  'Cam-1',
  'CAM-12',
  "o'brien",
  '100%',
  'a_b',
  'axb',
  '서울',
  '\\',
  '"',
  '*',
  '!',
  'x;y,z',
  '$',
  '.',
];
const times = ['2026-01-01T00:00:00.000Z', '2026-01-01T00:00:00.001Z', '2026-06-30T12:00:00.000Z'];
const pick = <T>(all: readonly T[], index: number): T | null => all[index % all.length] ?? null;
const rows: readonly Row[] = Array.from({ length: 120 }, (_, id) => ({
  id,
  name: pick([...names, null], id),
  score: pick([-1, 0, 0.5, 1, 2e9, -0.25, null], id),
  seen: pick([...times, null], id),
  state: pick([null, 'online', 'offline'] as const, id),
  tags: {
    ...(id % 2 ? { site: pick(names.slice(0, 11), id) ?? '' } : {}),
    ...(id % 5 ? {} : { floor1: '' }),
    ...(id % 3 ? {} : { 'k8s.io': 'Yes' }),
  },
}));

let database: DatabaseSync;
beforeAll(() => {
  database = new DatabaseSync(':memory:');
  database.exec(
    'CREATE TABLE device (id INTEGER, name TEXT, score REAL, seen TEXT, state TEXT, tags TEXT, bits INTEGER)',
  );
  const insert = database.prepare('INSERT INTO device VALUES (?, ?, ?, ?, ?, ?, ?)');
  for (const r of rows)
    insert.run(r.id, r.name, r.score, r.seen, r.state, JSON.stringify(r.tags), bitsOfTags(r.tags));
});
afterAll(() => {
  database.close();
});

const idsBySql = (filter: string, table = fields): readonly unknown[] => {
  const { sql, parameters } = compileFilter(filter, table, 'sqlite');
  const statement = database.prepare(`SELECT id FROM device WHERE ${sql} ORDER BY id`);
  return statement.all(parameters as Record<string, string | number>).map((row) => row['id']);
};
const errorOf = (filter: string): DomainError => {
  try {
    idsBySql(filter);
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
  throw new Error(`${filter} was accepted`);
};

/** The meaning of the language, stated a second time and plainly. */
type Tree =
  | { readonly op: ';' | ','; readonly left: Tree; readonly right: Tree }
  | { readonly selector: string; readonly op: string; readonly values: readonly string[] };

const lower = (text: string): string => text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
const matches = (actual: string, pattern: string): boolean => {
  const [first = '', ...rest] = lower(pattern).split('*');
  const text = lower(actual);
  if (rest.length === 0) return text === first;
  if (!text.startsWith(first)) return false;
  let from = first.length;
  const last = rest.pop() ?? '';
  for (const part of rest) {
    const at = text.indexOf(part, from);
    if (at < 0) return false;
    from = at + part.length;
  }
  return text.length - last.length >= from && text.endsWith(last);
};
const same = (actual: string | number, value: string, op: string): boolean => {
  if (typeof actual === 'number') return actual === Number(value);
  return op.startsWith('=li') || value.includes('*') ? matches(actual, value) : actual === value;
};
const orders: Readonly<Record<string, (a: number | string, b: number | string) => boolean>> = {
  '<': (a, b) => a < b,
  '=lt=': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '=le=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '=gt=': (a, b) => a > b,
  '>=': (a, b) => a >= b,
  '=ge=': (a, b) => a >= b,
};
const valueOf = (row: Row, selector: string): string | number | null =>
  selector.startsWith('tags.')
    ? (row.tags[selector.slice(5)] ?? null)
    : (row[selector as 'name' | 'score' | 'seen' | 'state'] ?? null);
const compares = (row: Row, { selector, op, values }: Extract<Tree, { selector: string }>): boolean => {
  const negated = op === '!=' || op === '=out=';
  if (selector === 'tags') return values.some((key) => key in row.tags) !== negated;
  const actual = valueOf(row, selector);
  const order = orders[op];
  if (actual === null) return negated;
  if (order) return values.some((value) => order(actual, typeof actual === 'number' ? Number(value) : value));
  return values.some((value) => same(actual, value, op)) !== negated;
};
const holds = (row: Row, tree: Tree): boolean => {
  if (!('left' in tree)) return compares(row, tree);
  const { op, left, right } = tree;
  return op === ';' ? holds(row, left) && holds(row, right) : holds(row, left) || holds(row, right);
};

const quoted = (text: string): string => `"${text.replaceAll(/["\\]/g, '\\$&')}"`;
const render = (tree: Tree): string => {
  if ('left' in tree) return `(${render(tree.left)})${tree.op}(${render(tree.right)})`;
  const values = tree.values.map(quoted);
  return `${tree.selector}${tree.op}${['=in=', '=out='].includes(tree.op) ? `(${values.join(',')})` : (values[0] ?? '')}`;
};

const equality = ['==', '!=', '=in=', '=out='];
const text = fc.oneof(
  fc.constantFrom(...names),
  fc.constantFrom('cam*', '*1', '*a*1*', '**', '*%', '?*', 'A_*', '*서*', "o'*", '!*', '*\\*'),
  fc.string({
    maxLength: 8,
    unit: fc.constantFrom('a', 'C', '*', '%', '_', '!', "'", '"', '\\', '-', '1', ' ', '한'),
  }),
);
const comparison = (
  selector: string,
  ops: readonly string[],
  value: fc.Arbitrary<string>,
): fc.Arbitrary<Tree> =>
  fc.tuple(fc.constantFrom(...ops), fc.array(value, { minLength: 1, maxLength: 3 })).map(([op, values]) => ({
    selector,
    op,
    values: ['=in=', '=out='].includes(op) ? values : values.slice(0, 1),
  }));
const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4 },
    comparison('name', [...equality, '=like=', '=li='], text),
    comparison(
      'score',
      [...equality, ...Object.keys(orders)],
      fc.constantFrom('0', '1', '-0.25', '0.5', '2e9', '7'),
    ),
    comparison('seen', [...equality, ...Object.keys(orders)], fc.constantFrom(...times)),
    comparison('state', equality, fc.constantFrom('online', 'offline')),
    comparison('tags', equality, fc.constantFrom('site', 'floor1', 'k8s.io', 'none')),
    comparison('tags.site', [...equality, '=like='], text),
    comparison('tags.k8s.io', equality, fc.constantFrom('Yes', 'yes', 'y*')),
    fc.record({ op: fc.constantFrom(';' as const, ',' as const), left: tie('tree'), right: tie('tree') }),
  ),
}));

describe('a filter', () => {
  test('selects exactly what it means', () => {
    fc.assert(
      fc.property(tree, (one) => {
        const expected = rows.filter((row) => holds(row, one)).map(({ id }) => id);
        expect(idsBySql(render(one))).toEqual(expected);
        expect(idsBySql(render(one), withBits)).toEqual(expected);
      }),
      { numRuns: 1_500 },
    );
  });

  test('is answered or refused, whatever is typed', () => {
    const fragment = fc.constantFrom(
      ...[
        'name',
        'score',
        'tags',
        'tags.site',
        '==',
        '!=',
        '=in=',
        '=x=',
        '=',
        '<',
        '~',
        '(',
        ')',
        ';',
        ',',
        ' and ',
        ' or ',
      ],
      ...[
        '"',
        "'",
        '\\',
        '*',
        "' OR 1=1 --",
        '$',
        ':rsql0',
        '1',
        'a',
        ' ',
        '\n',
        '\0',
        '\ud800',
        '서',
        '__proto__',
        'constructor',
      ],
    );
    const typed = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(fragment, { maxLength: 20 }).map((all) => all.join('')),
    );
    let refused = 0;
    fc.assert(
      fc.property(typed, (filter) => {
        try {
          idsBySql(filter);
        } catch (error) {
          if (!(error instanceof DomainError)) throw error;
          refused += 1;
          expect(error.code).toBe('query.invalid');
          expect(error.params['position']).toBeGreaterThanOrEqual(1);
          expect(error.params['position']).toBeLessThanOrEqual(filter.length + 1);
        }
      }),
      { numRuns: 3_000 },
    );
    expect(refused).toBeGreaterThan(100);
  });

  test('understands words, brackets and precedence', () => {
    expect(idsBySql('state==online and score>0 or name==100%')).toEqual(
      rows
        .filter((r) => (r.state === 'online' && (r.score ?? 0) > 0) || r.name === '100%')
        .map(({ id }) => id),
    );
    expect(idsBySql('state==online;(score>0,name=="100%")')).toEqual(
      rows
        .filter((r) => r.state === 'online' && ((r.score ?? 0) > 0 || r.name === '100%'))
        .map(({ id }) => id),
    );
  });

  test.each([
    ['', 1],
    ['name', 5],
    ['name==', 7],
    ['name==a;', 9],
    ['name==a;(score>1', 17],
    ['name==a;;score>1', 9],
    ['name==a);score>1', 8],
    ['name=="a', 7],
    ['name==a;nme==b', 9],
    ['name==a , nme==b', 11],
    ['name=="nme==b;x>1";score>x', 26],
    ['name=in=("a;b",c);score=foo=1', 24],
    ['state==asleep', 8],
    ['score==abc', 8],
    ['score==0x10', 8],
    ['score==', 8],
    ['seen>yesterday', 6],
    ['seen>2026-13-01', 6],
    ['name<b', 5],
    ['state=like=on', 6],
    ['score=like=1', 6],
    ['name==(a,b)', 10],
    ['tags>1', 5],
    ['tags.==x', 6],
    ['tags."a"==x', 6],
    ['tags.$x==y', 6],
    ['name.first==x', 1],
    ['__proto__==x', 1],
    ['name=="a\u0000b"', 7],
    ['name==*a*b*c*d*e*f*g*h*i', 7],
  ])('%j is refused at character %i', (filter, position) => {
    const error = errorOf(filter);
    expect([error.code, error.kind, error.params['position']]).toEqual([
      'query.invalid',
      'invalid',
      position,
    ]);
    expect(error.faults[0]?.pointer).toBe('/query/q');
  });

  test('is limited in length and in comparisons', () => {
    const many = (count: number): string => Array.from({ length: count }, () => 'score>0').join(';');
    expect(idsBySql(many(maxComparisons)).length).toBeGreaterThan(0);
    expect(errorOf(many(maxComparisons + 1)).params['position']).toBe(maxComparisons * 8 + 1);
    expect(errorOf(`name==${'a'.repeat(2_000)}`).params['position']).toBe(2_001);
    expect(idsBySql(`${'('.repeat(990)}score>0${')'.repeat(990)}`).length).toBeGreaterThan(0);
  });

  test('never carries a value in its SQL', () => {
    const { sql, parameters } = compileFilter(`name=="x' OR 1=1 --";tags.site==seo*`, fields, 'sqlite');
    expect(sql).toBe(
      "((device.name = :rsql0) AND (LOWER(JSON_EXTRACT(device.tags, :rsql1)) LIKE :rsql2 ESCAPE '!'))",
    );
    expect(parameters).toEqual({ rsql0: "x' OR 1=1 --", rsql1: '$."site"', rsql2: 'seo%' });
  });

  test('unquotes JSON texts where the database does not', () => {
    const { sql } = compileFilter('tags.site==seo*', fields, 'mysql');
    expect(sql).toContain('JSON_UNQUOTE(JSON_EXTRACT(device.tags, :rsql0))');
  });
});
