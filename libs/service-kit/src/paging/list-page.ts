import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import { z } from 'zod';
import { pageQuery } from '@tutti/contracts/common';
import { dialectOf } from '@tutti/database';
import { compileFilter, type CompiledFilter } from '../query/compile-filter';
import type { FieldTable } from '../query/field-table';
import { maxFilterLength } from '../query/parse-filter';
import { pageSizeOf } from './page-size';
import type { PageTokens, SortKey } from './page-tokens';
import { type SortTable, type SortTerm, parseSort } from './sort';

/** Query parameters of every list; spread them into a route's `query`. */
export const listQuery = {
  ...pageQuery,
  q: z.string().max(maxFilterLength).optional().describe('Filter in RSQL: `state==online;tags.site==seoul`'),
  sort: z.string().max(256).optional().describe('`name:ASC,createdAt:DESC`'),
};

export interface ListQuery {
  readonly q?: string | undefined;
  readonly sort?: string | undefined;
  readonly pageSize?: number | undefined;
  readonly pageToken?: string | undefined;
}

/** What a list can be asked for. */
export interface ListSpec<Row> {
  /** Binds page tokens to the list. */
  readonly name: string;
  readonly fields: FieldTable;
  readonly sorts: SortTable<Row>;
  /** The order without `sort`. */
  readonly defaultSort: readonly SortTerm<Row>[];
  /** Ends every order, so that it is total. */
  readonly unique: SortTerm<Row>;
  /**
   * Finds the page in narrow rows, then reads the rows that are on it: for wide rows with an index that holds what they
   * are usually ordered and searched by. `unique` must be unique by itself under the builder's conditions.
   */
  readonly narrowFirst?: boolean;
  /**
   * That index. MySQL is told to use it: by itself it takes it for the order alone, and reads every row of the list for
   * conditions that the index could have answered.
   */
  readonly index?: string;
}

export interface Page<Row> {
  readonly items: readonly Row[];
  readonly nextPageToken: string;
}

export interface ListContext {
  readonly tokens: PageTokens;
  readonly scope?: readonly unknown[];
  readonly within?: CompiledFilter | undefined;
}

const operators = { ASC: '>', DESC: '<' } as const;

/** `(a, b) > (x, y)`, written out: row values do not mix directions. */
const after = <Row>(terms: readonly SortTerm<Row>[], key: SortKey): CompiledFilter => {
  const parameters = Object.fromEntries(key.map((value, index) => [`page${index}`, value]));
  const alternatives = terms.map(({ column, direction }, index) => {
    const same = terms.slice(0, index).map((term, i) => `${term.column} = :page${i}`);
    return `(${[...same, `${column} ${operators[direction]} :page${index}`].join(' AND ')})`;
  });
  const [first] = terms;
  // Implied, but by this alone does SQLite find the place in an index; else it reads all pages before.
  const bound = first ? `${first.column} ${operators[first.direction]}= :page0 AND ` : '';
  return { sql: `(${bound}(${alternatives.join(' OR ')}))`, parameters };
};

const termsOf = <Row>(spec: ListSpec<Row>, sort: string | undefined): readonly SortTerm<Row>[] => [
  ...(sort ? parseSort(sort, spec.sorts) : spec.defaultSort),
  spec.unique,
];

/** In one statement: what changes between two would tear the page from its token. */
const readWide = <Row extends ObjectLiteral>(
  wide: SelectQueryBuilder<Row>,
  narrow: SelectQueryBuilder<Row>,
  terms: readonly SortTerm<Row>[],
  { column: unique }: SortTerm<Row>,
): SelectQueryBuilder<Row> => {
  const picked = narrow.select(unique, 'picked_id').getQuery();
  // MySQL takes no LIMIT right inside IN.
  wide
    .andWhere(`${unique} IN (SELECT picked.picked_id FROM (${picked}) picked)`)
    .setParameters(narrow.getParameters());
  // The plus keeps SQLite from walking the whole list in this order to find the few that were picked.
  for (const { column, direction } of terms) wide.addOrderBy(`+(${column})`, direction);
  return wide;
};

interface Asked<Row> {
  readonly spec: Pick<ListSpec<Row>, 'narrowFirst' | 'unique' | 'index'>;
  readonly terms: readonly SortTerm<Row>[];
  readonly conditions: readonly CompiledFilter[];
  readonly limit: number;
}

const read = <Row extends ObjectLiteral>(
  builder: SelectQueryBuilder<Row>,
  { spec, terms, conditions, limit }: Asked<Row>,
): Promise<Row[]> => {
  // Clones, for there may be another reading; and what TypeORM copies of a join goes on asking the original what is selected.
  const found = builder.clone();
  for (const { sql, parameters } of conditions) found.andWhere(sql, { ...parameters });
  for (const { column, direction } of terms) found.addOrderBy(column, direction);
  found.limit(limit);
  if (spec.index !== undefined) found.useIndex(spec.index);
  return (spec.narrowFirst ? readWide(builder.clone(), found, terms, spec.unique) : found).getMany();
};

/** First where the order leads to, then everywhere. */
const readLed = async <Row extends ObjectLiteral>(
  builder: SelectQueryBuilder<Row>,
  asked: Asked<Row>,
  key: SortKey | undefined,
): Promise<Row[]> => {
  const [first] = asked.terms;
  const lead = await first?.lead?.({ direction: first.direction, after: key?.[0] });
  if (lead) {
    const { index: _, ...spec } = asked.spec;
    const rows = await read(builder, { ...asked, spec, conditions: [...asked.conditions, lead] });
    if (rows.length === asked.limit) return rows;
  }
  return read(builder, asked);
};

/**
 * One page of a list by keyset: filtered, ordered, and continued after the last row of the page before, so that rows
 * which come and go never make another row appear twice or not at all. `builder` may bear conditions of its own, and
 * `within` is one more; they must be the same for all pages: state them in `scope`.
 */
export const listPage = async <Row extends ObjectLiteral>(
  builder: SelectQueryBuilder<Row>,
  spec: ListSpec<Row>,
  query: ListQuery,
  { tokens, scope = [], within }: ListContext,
): Promise<Page<Row>> => {
  const size = pageSizeOf(query.pageSize);
  const terms = termsOf(spec, query.sort);
  const binding = [spec.name, query.q ?? '', query.sort ?? '', ...scope];
  const key = query.pageToken ? tokens.open(query.pageToken, binding) : undefined;
  const conditions = [
    ...(within ? [within] : []),
    ...(query.q ? [compileFilter(query.q, spec.fields, dialectOf(builder.dataSource))] : []),
    ...(key ? [after(terms, key)] : []),
  ];
  const rows = await readLed(builder, { spec, terms, conditions, limit: size + 1 }, key);
  const items = rows.slice(0, size);
  const last = rows.length > size ? items.at(-1) : undefined;
  return {
    items,
    nextPageToken: last
      ? tokens.seal(
          terms.map(({ value }) => value(last)),
          binding,
        )
      : '',
  };
};
