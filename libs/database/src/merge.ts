import type { EntityManager, EntitySchema, ObjectLiteral } from 'typeorm';
import { dialectOf } from './dialect';
import { insertMany } from './upsert';

/** How a row joins the one with the same keys, by property names. Every property is in one of the four. */
export interface MergePlan<Row> {
  readonly keys: readonly (keyof Row & string)[];
  readonly add: readonly (keyof Row & string)[];
  /** The lesser counts; null gives way. */
  readonly least: readonly (keyof Row & string)[];
  readonly greatest: readonly (keyof Row & string)[];
}

/** Inserts rows, or merges them into those with the same keys. Two rows of one call must not have the same keys. */
export const mergeMany = <Row extends ObjectLiteral>(
  manager: EntityManager,
  entity: EntitySchema<Row>,
  rows: readonly Row[],
  plan: MergePlan<Row>,
): Promise<void> =>
  insertMany(manager, entity, rows, (_, columns) => {
    const mysql = dialectOf(manager.dataSource) === 'mysql';
    const named = (property: string): string => {
      const column = columns.find(({ propertyName }) => propertyName === property);
      if (!column) throw new Error(`There is no column ${property} to merge.`);
      return manager.dataSource.driver.escape(column.databaseName);
    };
    const given = (name: string): string => (mysql ? `VALUES(${name})` : `excluded.${name}`);
    const extreme = (scalar: string) => (property: string) => {
      const name = named(property);
      return `${name} = COALESCE(${scalar}(${name}, ${given(name)}), ${name}, ${given(name)})`;
    };
    const sets = [
      ...plan.add.map(named).map((name) => `${name} = ${name} + ${given(name)}`),
      ...plan.least.map(extreme(mysql ? 'LEAST' : 'MIN')),
      ...plan.greatest.map(extreme(mysql ? 'GREATEST' : 'MAX')),
    ].join(', ');
    const keys = plan.keys.map(named).join(', ');
    return mysql ? `ON DUPLICATE KEY UPDATE ${sets}` : `ON CONFLICT (${keys}) DO UPDATE SET ${sets}`;
  });
