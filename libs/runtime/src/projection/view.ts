import { createTable } from '@tutti/database';
import { readCheckpoint } from '../checkpoint/checkpoint-store';
import {
  EntitySchema,
  type DataSource,
  type EntityManager,
  type EntitySchemaColumnOptions,
  type ObjectLiteral,
  type QueryRunner,
  type SelectQueryBuilder,
  type TableColumnOptions,
  type TableIndexOptions,
} from 'typeorm';

/** A row of a read model: its id is what the projection's `key` answers. Absent values are null. */
export interface ViewRow extends ObjectLiteral {
  readonly id: string;
}

/** A row as it is stored: which build of the projection wrote it. */
export type Generated<Row> = Row & { readonly generation: number };

export type ViewTable<Row extends ViewRow> = EntitySchema<Generated<Row>>;

export interface ViewDefinition<Row extends ViewRow> {
  readonly name: string;
  readonly columns: Readonly<Record<Exclude<keyof Row & string, 'id'>, EntitySchemaColumnOptions>>;
  /**
   * Columns that are not the log's to tell: somebody else writes them, the projection leaves them as they are. A new row
   * has their defaults until `ReadModel.created` fills them.
   */
  readonly carried?: Readonly<Record<string, EntitySchemaColumnOptions>>;
}

const notOurs = { insert: false, update: false, select: false } as const;

/** The entity of a read model, with the key columns `generation` and `id` that every one has. */
export const viewTable = <Row extends ViewRow>({
  name,
  columns,
  carried = {},
}: ViewDefinition<Row>): ViewTable<Row> =>
  new EntitySchema<Generated<Row>>({
    name,
    columns: {
      generation: { type: 'integer', primary: true },
      id: { type: 'varchar', length: 128, primary: true },
      ...columns,
      ...Object.fromEntries(
        Object.entries(carried).map(([property, column]) => [property, { ...column, ...notOurs }]),
      ),
    },
  });

export interface ViewMigration {
  readonly name: string;
  /** Without `generation` and `id`. */
  readonly columns: readonly TableColumnOptions[];
  /** By columns; name the generation first, every query filters by it. */
  readonly indices?: readonly (TableIndexOptions & { readonly name: string })[];
}

/**
 * For migrations: creates the table of a read model anew. A change of shape drops and creates it, and raises the
 * projection's version, which fills it again.
 */
export const createView = async (
  runner: QueryRunner,
  { name, columns, indices = [] }: ViewMigration,
): Promise<void> => {
  await runner.dropTable(name, true);
  const keys: TableColumnOptions[] = [
    { name: 'generation', type: 'integer', isPrimary: true },
    { name: 'id', type: 'varchar', length: '128', isPrimary: true },
  ];
  await createTable(runner, { name, columns: [...keys, ...columns], indices });
};

/** That a row of a read model is live: for joins, with the parameters that it needs. */
export const liveCondition = (
  alias: string,
  projection: { readonly name: string },
): { readonly sql: string; readonly parameters: Readonly<Record<string, string>> } => ({
  sql: `${alias}.generation = (SELECT c.generation FROM runtime_checkpoint c WHERE c.name = :${alias}Checkpoint)`,
  parameters: { [`${alias}Checkpoint`]: checkpointNameOf(projection) },
});

/** The live rows of a read model, as a query to refine; its alias is `row`. */
export const liveRows = <Row extends ViewRow>(
  database: DataSource | EntityManager,
  table: ViewTable<Row>,
  projection: { readonly name: string },
): SelectQueryBuilder<Generated<Row>> => {
  const { sql, parameters } = liveCondition('row', projection);
  return database.createQueryBuilder(table, 'row').where(sql, { ...parameters });
};

/**
 * Which rows of a read model are live, and the position of the log that they are of. Read it in one transaction with
 * rows to know of when those are.
 */
export const liveCheckpoint = async (
  manager: EntityManager,
  projection: { readonly name: string },
): Promise<{ readonly generation: number; readonly position: number }> => {
  const { generation = 0, position = 0 } =
    (await readCheckpoint(manager, checkpointNameOf(projection))) ?? {};
  return { generation, position };
};

export const checkpointNameOf = (projection: { readonly name: string }): string =>
  `projection:${projection.name}`;
