import type { EntityManager, EntitySchema, ObjectLiteral } from 'typeorm';

/**
 * Rows of an entity without relations by SQL of one's own behind `WHERE`; its parameters are `?`. Reads what
 * `manager.find` reads, several times as fast: TypeORM's way from raw rows to objects is made for joins.
 */
export const findWhere = async <Row extends ObjectLiteral>(
  manager: EntityManager,
  entity: EntitySchema<Row>,
  condition: string,
  parameters: readonly unknown[],
): Promise<Row[]> => {
  const { driver } = manager.dataSource;
  const { columns, tableName } = manager.dataSource.getMetadata(entity);
  const names = columns.map(({ databaseName }) => driver.escape(databaseName)).join(', ');
  const sql = `SELECT ${names} FROM ${driver.escape(tableName)} WHERE ${condition}`;
  const raw: Readonly<Record<string, unknown>>[] = await manager.query(sql, [...parameters]);
  return raw.map(
    (row) =>
      Object.fromEntries(
        columns.map((column): [string, unknown] => [
          column.propertyName,
          driver.prepareHydratedValue(row[column.databaseName], column),
        ]),
      ) as Row,
  );
};
