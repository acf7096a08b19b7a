import type { Place } from '../checkpoint/checkpoint-store';
import type { Touched } from './apply-commits';
import type { ViewRow } from './view';

/** A third of that in Latin script: some 20,000 rows of a list. */
const MOST_BYTES = 48 * 1024 ** 2;

interface Known<Row> {
  readonly row: Row;
  readonly length: number;
}

/**
 * Rows of one generation as they stand in the database, so that whoever catches up does not read back what it has just
 * written. Only the transaction that moves the generation's place writes them, by compare-and-set: while the place is
 * the one at which they were kept, nobody else has. At any other place nothing is known.
 */
export class RowCache<Row extends ViewRow> {
  readonly #rows = new Map<string, Known<Row>>();
  #place: string | undefined;
  #bytes = 0;

  /** Rows known at a place. */
  at(place: Place): (key: string) => Row | undefined {
    if (this.#place !== idOf(place)) this.clear();
    return (key) => this.#rows.get(key)?.row;
  }

  /** After the transaction that moved the place to here. */
  keep(place: Place, rows: readonly Touched<Row>[]): void {
    this.#place = idOf(place);
    for (const { key, after, length } of rows) {
      this.#bytes += length - (this.#rows.get(key)?.length ?? 0);
      if (after) this.#rows.set(key, { row: after, length });
      else this.#rows.delete(key);
    }
    if (this.#bytes > MOST_BYTES) this.clear();
  }

  clear(): void {
    this.#place = undefined;
    this.#bytes = 0;
    this.#rows.clear();
  }
}

const idOf = ({ name, generation, incarnation, revision }: Place): string =>
  `${name} ${generation} ${incarnation} ${revision}`;
