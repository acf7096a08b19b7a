import type {
  DataSource,
  EntityManager,
  EntityMetadata,
  EntitySchema,
  EntityTarget,
  ObjectLiteral,
} from 'typeorm';
import type { ColumnMetadata } from 'typeorm/metadata/ColumnMetadata.js';
import { dialectOf } from './dialect';

/**
 * Rows per statement of SQLite, largest first: few distinct statements, so that the driver keeps them prepared. Larger
 * ones are slower: what they are compiled to no longer fits into the processor's cache.
 */
const CHUNKS = [50, 10, 1];
/** Below SQLite's limit of 32,766 parameters per statement. */
const MAX_PARAMETERS = 30_000;
/** Half of what every server of MySQL takes, see `leastPacketBytes`: a single row is far smaller than the other half. */
const MAX_BYTES = 4 * 1024 * 1024;

type Tuple = readonly unknown[];

/** At most so many bytes of a statement: a UTF-16 unit is three of UTF-8, or two where it is escaped. */
const bytesOf = (value: unknown): number => {
  if (typeof value === 'string') return 3 * value.length + 3;
  return value instanceof Uint8Array ? 2 * value.length + 4 : 32;
};

const chunksByCount = function* (tuples: readonly Tuple[]): Generator<readonly Tuple[]> {
  const columns = tuples[0]?.length ?? 1;
  for (let from = 0; from < tuples.length;) {
    const left = tuples.length - from;
    const size = CHUNKS.find((rows) => rows <= left && rows * columns <= MAX_PARAMETERS) ?? 1;
    yield tuples.slice(from, from + size);
    from += size;
  }
};

/** MySQL takes any number of rows, but not of bytes. */
const chunksByLength = function* (
  tuples: readonly Tuple[],
  lengths: readonly number[],
): Generator<readonly Tuple[]> {
  let [from, bytes] = [0, 0];
  for (const [index, length] of lengths.entries()) {
    if (index > from && bytes + length > MAX_BYTES) {
      yield tuples.slice(from, index);
      [from, bytes] = [index, 0];
    }
    bytes += length;
  }
  if (from < tuples.length) yield tuples.slice(from);
};

const conflictClause = (
  manager: EntityManager,
  columns: readonly ColumnMetadata[],
  keys: readonly string[],
): string => {
  const { driver } = manager.dataSource;
  const escaped = (column: ColumnMetadata): string => driver.escape(column.databaseName);
  const rest = columns.filter((column) => !keys.includes(column.propertyName)).map(escaped);
  const keyNames = columns.filter((column) => keys.includes(column.propertyName)).map(escaped);
  if (dialectOf(manager.dataSource) === 'mysql') {
    const kept = rest.length === 0 ? keyNames.slice(0, 1) : rest;
    return `ON DUPLICATE KEY UPDATE ${kept.map((name) => `${name} = VALUES(${name})`).join(', ')}`;
  }
  if (rest.length === 0) return `ON CONFLICT (${keyNames.join(', ')}) DO NOTHING`;
  return `ON CONFLICT (${keyNames.join(', ')}) DO UPDATE SET ${rest.map((name) => `${name} = excluded.${name}`).join(', ')}`;
};

type OnConflict = (manager: EntityManager, columns: readonly ColumnMetadata[]) => string;

interface Insert {
  readonly columns: readonly ColumnMetadata[];
  readonly head: string;
  readonly tupleOf: (row: ObjectLiteral) => Tuple;
}

const inserts = new WeakMap<EntityMetadata, Insert>();

/** Stored as they are. */
const plainTypes = new Set<ColumnMetadata['type']>(['varchar', 'text', 'integer', 'bigint', 'double']);

type Encoder = (row: ObjectLiteral) => unknown;

const encoderOf = (driver: DataSource['driver'], column: ColumnMetadata): Encoder => {
  const name = column.propertyName;
  return column.transformer === undefined && plainTypes.has(column.type)
    ? (row) => (row[name] as unknown) ?? null
    : (row) => (driver.preparePersistentValue(row[name], column) as unknown) ?? null;
};

const insertOf = ({ driver }: DataSource, metadata: EntityMetadata): Insert => {
  const columns = metadata.columns.filter((column) => column.isInsert && !column.isGenerated);
  const names = columns.map((column) => driver.escape(column.databaseName)).join(', ');
  const encoders = columns.map((column) => encoderOf(driver, column));
  return {
    columns,
    head: `INSERT INTO ${driver.escape(metadata.tableName)} (${names}) VALUES `,
    tupleOf: (row) => encoders.map((encode) => encode(row)),
  };
};

/** Multi-row inserts that end with a clause for rows whose keys are there. Answers with how many bytes each row is at most. */
const insertSized = async <Row extends ObjectLiteral>(
  manager: EntityManager,
  entity: EntitySchema<Row> | EntityTarget<Row>,
  rows: readonly Row[],
  onConflict: OnConflict,
): Promise<readonly number[]> => {
  const { dataSource } = manager;
  const metadata = dataSource.getMetadata(entity);
  const insert = inserts.get(metadata) ?? insertOf(dataSource, metadata);
  inserts.set(metadata, insert);
  const tail = ` ${onConflict(manager, insert.columns)}`;
  const tuples = rows.map(insert.tupleOf);
  const lengths = tuples.map((tuple) => tuple.reduce<number>((sum, value) => sum + bytesOf(value), 0));
  if (dialectOf(dataSource) === 'mysql') {
    // The driver writes out the list itself, faster than it finds as many question marks.
    for (const chunk of chunksByLength(tuples, lengths))
      await manager.query(`${insert.head}?${tail}`, [chunk]);
    return lengths;
  }
  const marks = `(${insert.columns.map(() => '?').join(', ')})`;
  for (const chunk of chunksByCount(tuples))
    await manager.query(insert.head + Array(chunk.length).fill(marks).join(', ') + tail, chunk.flat());
  return lengths;
};

/** The same, for whoever does not ask for sizes. */
export const insertMany = async <Row extends ObjectLiteral>(
  ...parameters: Parameters<typeof insertSized<Row>>
): Promise<void> => {
  await insertSized(...parameters);
};

type Upsert<Row> = readonly [
  manager: EntityManager,
  entity: EntitySchema<Row> | EntityTarget<Row>,
  rows: readonly Row[],
  keys: readonly (keyof Row & string)[],
];

/** `upsertMany` that answers with how many bytes each row is at most, for whoever keeps them. */
export const upsertSized = <Row extends ObjectLiteral>(
  ...[manager, entity, rows, keys]: Upsert<Row>
): Promise<readonly number[]> =>
  insertSized(manager, entity, rows, (_, columns) => conflictClause(manager, columns, keys));

/**
 * Inserts rows, or overwrites those with the same keys (a primary or unique key, by property names). Whole rows: a
 * property that is absent becomes NULL. Plain multi-row SQL, an order of magnitude faster than `manager.upsert`.
 */
export const upsertMany = async <Row extends ObjectLiteral>(...upsert: Upsert<Row>): Promise<void> => {
  await upsertSized(...upsert);
};
