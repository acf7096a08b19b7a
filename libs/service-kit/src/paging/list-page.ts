import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import { z } from 'zod';
import { pageQuery } from '@tutti/contracts/common';
import { dialectOf } from '@tutti/database';
import { compileFilter } from '../query/compile-filter';
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
}

export interface Page<Row> {
  readonly items: readonly Row[];
  readonly nextPageToken: string;
}

const operators = { ASC: '>', DESC: '<' } as const;

/** `(a, b) > (x, y)`, written out: row values do not mix directions. */
const after = <Row>(terms: readonly SortTerm<Row>[], key: SortKey): [string, Record<string, unknown>] => {
  const parameters = Object.fromEntries(key.map((value, index) => [`page${index}`, value]));
  const alternatives = terms.map(({ column, direction }, index) => {
    const same = terms.slice(0, index).map((term, i) => `${term.column} = :page${i}`);
    return `(${[...same, `${column} ${operators[direction]} :page${index}`].join(' AND ')})`;
  });
  return [`(${alternatives.join(' OR ')})`, parameters];
};

const apply = <Row extends ObjectLiteral>(
  builder: SelectQueryBuilder<Row>,
  spec: ListSpec<Row>,
  q: string,
): void => {
  const { sql, parameters } = compileFilter(q, spec.fields, dialectOf(builder.dataSource));
  builder.andWhere(sql, { ...parameters });
};

/**
 * One page of a list by keyset: filtered, ordered, and continued after the last row of the page before, so that rows
 * which come and go never make another row appear twice or not at all. `builder` may bear conditions of its own, which
 * must be the same for all pages; state them in `scope`.
 */
export const listPage = async <Row extends ObjectLiteral>(
  builder: SelectQueryBuilder<Row>,
  spec: ListSpec<Row>,
  query: ListQuery,
  { tokens, scope = [] }: { readonly tokens: PageTokens; readonly scope?: readonly unknown[] },
): Promise<Page<Row>> => {
  const size = pageSizeOf(query.pageSize);
  const chosen = query.sort ? parseSort(query.sort, spec.sorts) : spec.defaultSort;
  const terms = [...chosen, spec.unique];
  const binding = [spec.name, query.q ?? '', query.sort ?? '', ...scope];
  if (query.q) apply(builder, spec, query.q);
  if (query.pageToken) builder.andWhere(...after(terms, tokens.open(query.pageToken, binding)));
  for (const { column, direction } of terms) builder.addOrderBy(column, direction);
  const rows = await builder.limit(size + 1).getMany();
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
