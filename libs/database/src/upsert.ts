import type { EntityManager, EntitySchema, EntityTarget, ObjectLiteral } from 'typeorm';
import type { ColumnMetadata } from 'typeorm/metadata/ColumnMetadata.js';
import { dialectOf } from './dialect';

/** Rows per statement, largest first: few distinct statements, so that the driver keeps them prepared. */
const CHUNKS = [256, 32, 4, 1];
/** Below SQLite's limit of 32,766 and MySQL's of 65,535 parameters per statement. */
const MAX_PARAMETERS = 30_000;
/** Half of what every server of MySQL takes, see `leastPacketBytes`: a single row is far smaller than the other half. */
const MAX_BYTES = 4 * 1024 * 1024;

type Values = readonly unknown[];

/** At most so many bytes of a statement: a UTF-16 unit is three of UTF-8, or two where it is escaped. */
const bytesOf = (value: unknown): number => {
  if (typeof value === 'string') return 3 * value.length + 3;
  return value instanceof Uint8Array ? 2 * value.length + 4 : 32;
};

const chunksOf = function* (rows: readonly Values[], columns: number): Generator<readonly Values[]> {
  const sizes = CHUNKS.filter((size) => size === 1 || size * columns <= MAX_PARAMETERS);
  const bytesBefore = [0];
  for (const row of rows)
    bytesBefore.push((bytesBefore.at(-1) ?? 0) + row.reduce((sum: number, value) => sum + bytesOf(value), 0));
  const bytesBetween = (from: number, to: number): number =>
    (bytesBefore[to] ?? 0) - (bytesBefore[from] ?? 0);
  for (let from = 0; from < rows.length;) {
    const fits = (size: number): boolean =>
      from + size <= rows.length && bytesBetween(from, from + size) <= MAX_BYTES;
    const size = sizes.find(fits) ?? 1;
    yield rows.slice(from, from + size);
    from += size;
  }
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

/** Multi-row inserts that end with a clause for rows whose keys are there. */
export const insertMany = async <Row extends ObjectLiteral>(
  manager: EntityManager,
  entity: EntitySchema<Row> | EntityTarget<Row>,
  rows: readonly Row[],
  onConflict: OnConflict,
): Promise<void> => {
  const { driver } = manager.dataSource;
  const metadata = manager.dataSource.getMetadata(entity);
  const columns = metadata.columns.filter((column) => column.isInsert && !column.isGenerated);
  const names = columns.map((column) => driver.escape(column.databaseName)).join(', ');
  const tuple = `(${columns.map(() => '?').join(', ')})`;
  const head = `INSERT INTO ${driver.escape(metadata.tableName)} (${names}) VALUES `;
  const tail = ` ${onConflict(manager, columns)}`;
  const values = rows.map((row) =>
    columns.map(
      (column): unknown => driver.preparePersistentValue(column.getEntityValue(row), column) ?? null,
    ),
  );
  for (const chunk of chunksOf(values, columns.length))
    await manager.query(head + chunk.map(() => tuple).join(', ') + tail, chunk.flat());
};

/**
 * Inserts rows, or overwrites those with the same keys (a primary or unique key, by property names). Whole rows: a
 * property that is absent becomes NULL. Plain multi-row SQL, an order of magnitude faster than `manager.upsert`.
 */
export const upsertMany = <Row extends ObjectLiteral>(
  manager: EntityManager,
  entity: EntitySchema<Row> | EntityTarget<Row>,
  rows: readonly Row[],
  keys: readonly (keyof Row & string)[],
): Promise<void> => insertMany(manager, entity, rows, (_, columns) => conflictClause(manager, columns, keys));
