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
  const { columns: all, tableName } = manager.dataSource.getMetadata(entity);
  const columns = all.filter(({ isSelect }) => isSelect);
  const names = columns.map(({ databaseName }) => driver.escape(databaseName)).join(', ');
  const sql = `SELECT ${names} FROM ${driver.escape(tableName)} WHERE ${condition}`;
  const raw: Readonly<Record<string, unknown>>[] = await manager.query(sql, [...parameters]);
  return raw.map((stored) => {
    const row: Record<string, unknown> = {};
    for (const column of columns)
      row[column.propertyName] = driver.prepareHydratedValue(stored[column.databaseName], column);
    return row as Row;
  });
};
