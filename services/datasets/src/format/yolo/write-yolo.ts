import { boxesOf, splitFolders } from '../description';
import { fractions, inOrder } from '../boxes';
import { sortedById } from '../label-schema';
import { type CheckedDataset, type ExportFile, type NamedItem, picturesOf } from '../write-dataset';
import { stemOf } from '../paths';
import { dataYamlOf } from './data-yaml';

/**
 * `data.yaml`, `images/<split>/…`, `labels/<split>/….txt`. YOLO numbers its classes from 0 without gaps, so a number is the
 * place of a class in the order of ids; `label_schema` in data.yaml says which. A dataset without splits has `images/` and
 * `labels/`, named as both `train` and `val`, since trainers insist on the two.
 */
export async function* writeYolo(dataset: CheckedDataset): AsyncGenerator<ExportFile> {
  const classes = sortedById(dataset.classes);
  const numbers = new Map(classes.map(({ key }, number) => [key, number]));
  yield { path: 'data.yaml', text: dataYamlOf(placesOf(dataset), classes) };
  for await (const item of dataset.items())
    yield { path: `labels${below(item)}/${stemOf(item.name)}.txt`, text: rowsOf(item, numbers) };
  yield* picturesOf(dataset, (item) => `images${below(item)}`);
}

const below = ({ split }: NamedItem): string => (split === undefined ? '' : `/${splitFolders[split]}`);

function placesOf(dataset: CheckedDataset): Readonly<Record<string, string>> {
  if (dataset.splits.length === 0) return { train: 'images', val: 'images' };
  const has = new Set(dataset.splits);
  const places: Record<string, string> = { train: 'images/train', val: 'images/val' };
  if (has.has('test')) places['test'] = 'images/test';
  return places;
}

/** A picture with nothing on it has an empty file, to say that somebody looked. */
const rowsOf = (item: NamedItem, numbers: ReadonlyMap<string, number>): string => {
  const numberOf = (key: string): number => numbers.get(key) ?? 0;
  return inOrder(boxesOf(item.label), numberOf)
    .map((box) => `${[numberOf(box.classKey), ...fractions(box, item)].join(' ')}\n`)
    .join('');
};
