import type { DatasetProgress } from '@tutti/contracts/datasets';
import { liveRows } from '@tutti/runtime';
import type { DataSource } from 'typeorm';
import type { DatasetRow } from '../dataset/dataset-list.projection';
import { countItems, noItems } from './count-items';
import { itemListProjection } from './item-list.projection';
import { itemListTable } from './item-list.table';

interface Group {
  readonly classKey: string | null;
  readonly classes: string | null;
  readonly items: number | string;
}

interface ClassCount {
  readonly items: number;
  readonly boxes: number;
}

/** Labelled items that have the same class, or the same number of boxes of each class: far fewer than items. */
const groupsOf = (database: DataSource, { id, task }: DatasetRow): Promise<Group[]> => {
  const column = task === 'image-classification' ? 'classKey' : 'classes';
  return liveRows(database, itemListTable, itemListProjection)
    .select(`row.${column}`, column)
    .addSelect('COUNT(*)', 'items')
    .andWhere("row.datasetId = :id AND row.state = 'labelled'", { id })
    .groupBy(`row.${column}`)
    .getRawMany<Group>();
};

const classesOf = ({ classKey, classes }: Group): readonly (readonly [key: string, boxes: number])[] =>
  classKey
    ? [[classKey, 1]]
    : Object.entries(JSON.parse(classes ?? '{}') as Readonly<Record<string, string>>).map(
        ([key, boxes]) => [key, Number(boxes)] as const,
      );

/** How far a dataset is from being enough to train on. `keys` are the classes that labels may use. */
export const datasetProgress = async (
  database: DataSource,
  dataset: DatasetRow,
  keys: readonly string[],
): Promise<DatasetProgress> => {
  const { id, task, minimumPerClass: required } = dataset;
  const [groups, counted] = await Promise.all([groupsOf(database, dataset), countItems(database, [id])]);
  const counts = new Map<string, ClassCount>();
  let empty = 0;
  for (const group of groups) {
    const items = Number(group.items);
    const classes = classesOf(group);
    if (classes.length === 0) empty += items;
    for (const [key, boxes] of classes) {
      const before = counts.get(key) ?? { items: 0, boxes: 0 };
      counts.set(key, { items: before.items + items, boxes: before.boxes + boxes * items });
    }
  }
  const classes = keys.map((key) => {
    const { items, boxes } = counts.get(key) ?? { items: 0, boxes: 0 };
    return { key, items, boxes, missing: Math.max(0, required - items) };
  });
  const enough = task === 'image-classification' ? 2 : 1;
  const ready = classes.length >= enough && classes.every(({ missing }) => missing === 0);
  return { ready, required, items: counted.get(id) ?? noItems, classes, empty };
};
