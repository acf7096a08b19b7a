import type { LabelState, Split } from '@tutti/contracts/datasets';
import { snapshot } from '@tutti/database';
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

/** An item of a dataset, as of one position. */
export interface HeldItem extends FrozenItem {
  /** Whether it has a label that still means what it did. */
  readonly labelled: boolean;
}

/** Rows per look: SQLite answers at once, and nothing else runs meanwhile. */
const page = 2000;

const columns = ['id', 'digest', 'version', 'schemaVersion', 'classKey', 'classes', 'deviceId'] as const;

interface Place {
  readonly datasetId: string;
  readonly state: LabelState;
  /** Digest of the last item of the page before. */
  readonly after: string;
}

const pageAfter = (manager: EntityManager, place: Place): Promise<Row[]> => {
  const rows = liveRows(manager, itemListTable, itemListProjection).select('row.split', 'given');
  for (const column of columns) rows.addSelect(`row.${column}`, column);
  return rows
    .andWhere('row.datasetId = :datasetId AND row.digest > :after AND row.state = :state', place)
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

export interface Held<Item> {
  readonly position: number;
  /** Ascending by digest. */
  readonly items: readonly Item[];
}

/**
 * The items of a dataset in these states, and the position of the log that they are of: rows and checkpoint are read in
 * one snapshot, which keeps nobody from labelling. A few dozen bytes of each.
 */
export const heldItems = (
  database: DataSource,
  datasetId: string,
  { classes, states }: { readonly classes: readonly SchemaClass[]; readonly states: readonly LabelState[] },
): Promise<Held<HeldItem>> => {
  const schema = new Map(classes.map((one) => [one.key, one]));
  return snapshot(database, async (manager) => {
    const { position } = await liveCheckpoint(manager, itemListProjection);
    const items: HeldItem[] = [];
    const walk = async (state: LabelState): Promise<void> => {
      for (let after = ''; ;) {
        const rows = await pageAfter(manager, { datasetId, state, after });
        for (const row of rows) {
          const { id, digest, deviceId, given } = row;
          const held = classesOf(row);
          const labelled = state === 'labelled' && isMeant(held, Number(row.schemaVersion), schema);
          items.push({ id, digest, deviceId, given, classes: held, version: Number(row.version), labelled });
        }
        const last = rows.at(-1);
        if (last === undefined || rows.length < page) return;
        after = last.digest;
      }
    };
    for (const state of states) await walk(state);
    return { position, items: items.sort((a, b) => (a.digest < b.digest ? -1 : 1)) };
  });
};

/** Those that can be trained on. */
export const frozenItems = async (
  database: DataSource,
  datasetId: string,
  classes: readonly SchemaClass[],
): Promise<Held<FrozenItem>> => {
  const { position, items } = await heldItems(database, datasetId, { classes, states: ['labelled'] });
  return { position, items: items.filter(({ labelled }) => labelled) };
};
