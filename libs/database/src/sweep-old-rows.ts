import { LessThanOrEqual, type DataSource, type EntitySchema, type FindOptionsWhere } from 'typeorm';
import { transaction } from './transaction';

/** Rows per transaction: writers never wait long. */
const chunk = 500;

export interface AgedTable<Row extends object> {
  readonly table: EntitySchema<Row>;
  /** Property with the time in milliseconds since 1970; indexed. */
  readonly field: keyof Row & string;
  readonly before: Date;
  /** Only rows like this. */
  readonly like?: Partial<Row>;
}

/** Deletes rows older than a time in small steps, until none is left or the signal says so. Answers how many. */
export const sweepOldRows = async <Row extends object>(
  database: DataSource,
  { table, field, before, like = {} }: AgedTable<Row>,
  signal: AbortSignal,
): Promise<number> => {
  let deleted = 0;
  while (!signal.aborted) {
    const oldest = await database
      .createQueryBuilder(table, 'row')
      .select(`row.${field}`, 'time')
      .where(like)
      .andWhere(`row.${field} < :before`, { before: before.getTime() })
      .orderBy(`row.${field}`)
      .limit(chunk)
      .getRawMany<{ time: number | string }>();
    const newest = oldest.at(-1);
    if (!newest) return deleted;
    const step = { ...like, [field]: LessThanOrEqual(Number(newest.time)) } as FindOptionsWhere<Row>;
    const { affected } = await transaction(database, (manager) => manager.delete(table, step));
    deleted += affected ?? 0;
  }
  return deleted;
};
