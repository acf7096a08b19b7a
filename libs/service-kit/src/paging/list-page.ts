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
const after = <Row>(terms: readonly SortTerm<Row>[], key: SortKey): [string, Record<string, unknown>] => {
  const parameters = Object.fromEntries(key.map((value, index) => [`page${index}`, value]));
  const alternatives = terms.map(({ column, direction }, index) => {
    const same = terms.slice(0, index).map((term, i) => `${term.column} = :page${i}`);
    return `(${[...same, `${column} ${operators[direction]} :page${index}`].join(' AND ')})`;
  });
  const [first] = terms;
  // Implied, but by this alone does SQLite find the place in an index; else it reads all pages before.
  const bound = first ? `${first.column} ${operators[first.direction]}= :page0 AND ` : '';
  return [`(${bound}(${alternatives.join(' OR ')}))`, parameters];
};

const termsOf = <Row>(spec: ListSpec<Row>, sort: string | undefined): readonly SortTerm<Row>[] => [
  ...(sort ? parseSort(sort, spec.sorts) : spec.defaultSort),
  spec.unique,
];

/** To what the list is filtered by. */
const restrict = <Row extends ObjectLiteral>(
  builder: SelectQueryBuilder<Row>,
  fields: FieldTable,
  q: string | undefined,
  within: CompiledFilter | undefined,
): void => {
  if (within) builder.andWhere(within.sql, { ...within.parameters });
  if (!q) return;
  const { sql, parameters } = compileFilter(q, fields, dialectOf(builder.dataSource));
  builder.andWhere(sql, { ...parameters });
};

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
  // The clone finds: what TypeORM copies of a join goes on asking the original what is selected.
  const found = spec.narrowFirst ? builder.clone() : builder;
  restrict(found, spec.fields, query.q, within);
  if (query.pageToken) found.andWhere(...after(terms, tokens.open(query.pageToken, binding)));
  for (const { column, direction } of terms) found.addOrderBy(column, direction);
  found.limit(size + 1);
  const rows = await (found === builder ? builder : readWide(builder, found, terms, spec.unique)).getMany();
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
