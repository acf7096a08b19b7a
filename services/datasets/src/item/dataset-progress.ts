import type { DatasetProgress } from '@tutti/contracts/datasets';
import { liveRows } from '@tutti/runtime';
import type { DataSource } from 'typeorm';
import type { DatasetRow } from '../dataset/dataset-list.projection';
import { countItems, noItems } from './count-items';
import { itemListProjection } from './item-list.projection';
import { itemListTable } from './item-list.table';

interface Group {
  readonly classMix: string;
  readonly items: number;
}

interface ClassCount {
  readonly items: number;
  readonly boxes: number;
}

/** Labelled items by what stands in their labels: far fewer than items, and read from an index alone. */
const groupsOf = async (database: DataSource, { id }: DatasetRow): Promise<readonly Group[]> => {
  const labelled = () =>
    liveRows(database, itemListTable, itemListProjection).andWhere(
      "row.datasetId = :id AND row.state = 'labelled'",
      { id },
    );
  const mixed: readonly Readonly<Record<keyof Group, string | number | null>>[] = await labelled()
    .select('row.classMix', 'classMix')
    .addSelect('COUNT(*)', 'items')
    .groupBy('row.classMix')
    .getRawMany();
  // Labels of very many classes have no short form.
  const long = mixed.some(({ classMix }) => classMix === null)
    ? await labelled().select('row.classes').andWhere('row.classMix IS NULL').getMany()
    : [];
  return [
    ...mixed.flatMap(({ classMix, items }) =>
      classMix === null ? [] : [{ classMix: String(classMix), items: Number(items) }],
    ),
    ...long.map(({ classes }) => ({
      classMix: Object.entries(classes ?? {})
        .map(([key, boxes]) => `${key}:${boxes}`)
        .join(','),
      items: 1,
    })),
  ];
};

const classesOf = ({ classMix }: Group): readonly (readonly [key: string, boxes: number])[] =>
  classMix === ''
    ? []
    : classMix.split(',').map((part) => {
        const [key = '', boxes = ''] = part.split(':');
        return [key, Number(boxes)] as const;
      });

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
    const { items } = group;
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
