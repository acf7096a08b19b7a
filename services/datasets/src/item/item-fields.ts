import {
  datasetTask,
  itemSourceKinds,
  labelState,
  pictureMediaType,
  split,
  type DatasetTask,
} from '@tutti/contracts/datasets';
import type { Field, FieldTable, ListQuery, ListSpec } from '@tutti/service-kit';
import type { ItemRow } from './item-list.projection';

const encode = (time: Date): number => time.getTime();

/** In classification a picture has one class, in detection any number: `class==dent` asks whether it is there. */
const classFields: Readonly<Record<DatasetTask, Field>> = {
  [datasetTask.enum['image-classification']]: { type: 'string', column: 'row.classKey' },
  [datasetTask.enum['object-detection']]: { type: 'tags', column: 'row.classes', bits: 'row.classBits' },
};

/** What the items of a dataset can be filtered by. */
export const itemFields = (task: DatasetTask): FieldTable => ({
  id: { type: 'string', column: 'row.id' },
  state: { type: 'enum', column: 'row.state', values: labelState.options },
  class: classFields[task],
  score: { type: 'number', column: 'row.score' },
  predicted: { type: 'string', column: 'row.prediction', path: '$.label' },
  model: { type: 'string', column: 'row.prediction', path: '$.model.version' },
  labelledBy: { type: 'string', column: 'row.stated', path: '$.by' },
  labeller: { type: 'string', column: 'row.stated', path: '$.authId' },
  review: { type: 'string', column: 'row.review', path: '$.verdict' },
  source: { type: 'enum', column: 'row.sourceKind', values: itemSourceKinds },
  device: { type: 'string', column: 'row.deviceId' },
  import: { type: 'string', column: 'row.importId' },
  split: { type: 'enum', column: 'row.split', values: split.options },
  fileName: { type: 'string', column: 'row.fileName' },
  mediaType: { type: 'enum', column: 'row.mediaType', values: pictureMediaType.options },
  width: { type: 'number', column: 'row.width' },
  height: { type: 'number', column: 'row.height' },
  addedAt: { type: 'time', column: 'row.addedAt', encode },
  changedAt: { type: 'time', column: 'row.changedAt', encode },
});

const sorts = {
  addedAt: { column: 'row.addedAt', value: ({ addedAt }: ItemRow) => addedAt },
  score: { column: 'row.scoreOrder', value: ({ scoreOrder }: ItemRow) => scoreOrder },
};

const indexOf = (sort: string | undefined): string =>
  `item_list_by_${/^\s*score/.test(sort ?? '') ? 'score' : 'added'}_filtered`;

/** The id goes the way of the order before it: both stand in one index. */
const isDescending = (sort: string | undefined): boolean => /:\s*DESC\s*$/i.test(sort || 'addedAt:DESC');

/** What no index leads to, and the indices of both orders hold: they are walked, and few rows are read. */
const walked: Readonly<Record<DatasetTask, RegExp>> = {
  [datasetTask.enum['image-classification']]: /\bfileName\b/,
  [datasetTask.enum['object-detection']]: /\b(fileName|class)\b/,
};

export const itemListSpec = (task: DatasetTask, { q = '', sort }: ListQuery): ListSpec<ItemRow> => ({
  name: 'items',
  ...(walked[task].test(q) ? { index: indexOf(sort) } : {}),
  fields: itemFields(task),
  sorts,
  defaultSort: [{ ...sorts.addedAt, direction: 'DESC' }],
  unique: { column: 'row.id', value: ({ id }) => id, direction: isDescending(sort) ? 'DESC' : 'ASC' },
});
