import { commonErrors } from '@tutti/contracts/common';
import { DomainError } from '@tutti/kernel';
import type { CompiledFilter } from '../query/compile-filter';

/** A column that a list can be ordered by. It must never be NULL. */
export interface SortColumn<Row> {
  /** Trusted SQL: `device.name`. */
  readonly column: string;
  readonly value: (row: Row) => string | number | Date;
  /**
   * Where no index of the list has this order: a condition that some rows fulfil which come before all that do not. A
   * page that is full of them is complete.
   */
  readonly lead?: (place: SortPlace) => Promise<CompiledFilter>;
}

/** Where in an order a page begins. */
export interface SortPlace {
  readonly direction: 'ASC' | 'DESC';
  /** The value of the last row before it, in the column; undefined at the beginning. */
  readonly after: unknown;
}

export interface SortTerm<Row> extends SortColumn<Row> {
  readonly direction: 'ASC' | 'DESC';
}

export type SortTable<Row> = Readonly<Record<string, SortColumn<Row>>>;

const refuse = (reason: string): never => {
  throw new DomainError(commonErrors['request.invalid'], {
    detail: `sort: ${reason}.`,
    faults: [{ pointer: '/query/sort', detail: reason }],
  });
};

/** `name:ASC,createdAt:DESC` (requirements 5.8); the direction may be left out. */
export const parseSort = <Row>(text: string, table: SortTable<Row>): readonly SortTerm<Row>[] =>
  text.split(',').map((part) => {
    const [name = '', direction = 'ASC', ...rest] = part.trim().split(':');
    const known = Object.hasOwn(table, name) ? table[name] : undefined;
    if (!known) return refuse(`${JSON.stringify(name)} is none of ${Object.keys(table).join(', ')}`);
    const upper = direction.toUpperCase();
    if ((upper !== 'ASC' && upper !== 'DESC') || rest.length > 0)
      return refuse('the direction is ASC or DESC');
    return { ...known, direction: upper };
  });
