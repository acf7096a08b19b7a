import type { Split } from '@tutti/contracts/datasets';
import { transaction } from '@tutti/database';
import { liveCheckpoint, liveRows } from '@tutti/runtime';
import type { DataSource, EntityManager } from 'typeorm';
import { itemListProjection } from '../item/item-list.projection';
import { itemListTable } from '../item/item-list.table';
import type { SchemaClass } from '../label-schema/label-schema.state';
import type { SplitItem } from './assign-splits';

/** An item that is going to be frozen, as of one position. */
export interface FrozenItem extends SplitItem {
  readonly digest: string;
  readonly version: number;
}

interface Row {
  readonly id: string;
  readonly digest: string;
  readonly version: number | string;
  readonly schemaVersion: number | string;
  readonly classKey: string | null;
  readonly classes: string | null;
  readonly deviceId: string | null;
  readonly given: Split | null;
}

/** Rows per look: SQLite answers at once, and nothing else runs meanwhile. */
const page = 2000;

const columns = ['id', 'digest', 'version', 'schemaVersion', 'classKey', 'classes', 'deviceId'] as const;

const pageAfter = (manager: EntityManager, datasetId: string, after: string): Promise<Row[]> => {
  const rows = liveRows(manager, itemListTable, itemListProjection).select('row.split', 'given');
  for (const column of columns) rows.addSelect(`row.${column}`, column);
  return rows
    .andWhere("row.datasetId = :datasetId AND row.digest > :after AND row.state = 'labelled'", {
      datasetId,
      after,
    })
    .orderBy('row.digest')
    .limit(page)
    .getRawMany<Row>();
};

const classesOf = ({ classKey, classes }: Row): readonly string[] =>
  classKey === null ? Object.keys(JSON.parse(classes ?? '{}') as object) : [classKey];

/** Whether a label still means what its classes do: they may have changed a moment ago. */
const isMeant = (classes: readonly string[], of: number, schema: ReadonlyMap<string, SchemaClass>): boolean =>
  classes.every((key) => {
    const known = schema.get(key);
    return known !== undefined && !known.retired && known.since <= of;
  });

/**
 * The labelled items of a dataset, ascending by digest, and the position of the log that they are of: rows and
 * checkpoint are read in one transaction. A few dozen bytes of each.
 */
export const frozenItems = (
  database: DataSource,
  datasetId: string,
  classes: readonly SchemaClass[],
): Promise<{ readonly position: number; readonly items: readonly FrozenItem[] }> => {
  const schema = new Map(classes.map((one) => [one.key, one]));
  return transaction(database, async (manager) => {
    const { position } = await liveCheckpoint(manager, itemListProjection);
    const items: FrozenItem[] = [];
    for (let after = ''; ;) {
      const rows = await pageAfter(manager, datasetId, after);
      for (const row of rows) {
        const { id, digest, deviceId, given } = row;
        const held = classesOf(row);
        if (isMeant(held, Number(row.schemaVersion), schema))
          items.push({ id, digest, deviceId, given, classes: held, version: Number(row.version) });
      }
      const last = rows.at(-1);
      if (last === undefined || rows.length < page) return { position, items };
      after = last.digest;
    }
  });
};
