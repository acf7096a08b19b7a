import {
  datasetErrors,
  item,
  itemId,
  labelItem,
  reviewItem,
  withItemReason,
} from '@tutti/contracts/datasets';
import { asOfQuery, defineRoute } from '@tutti/service-kit';
import { z } from 'zod';

const params = z.object({ id: itemId });
const errors = [
  datasetErrors['item.not-found'],
  datasetErrors['item.excluded'],
  datasetErrors['item.label-conflict'],
  datasetErrors['dataset.archived'],
];
const unfit = [
  datasetErrors['item.label-unfit'],
  datasetErrors['item.box-outside'],
  datasetErrors['item.class-unknown'],
  datasetErrors['label-schema.class-retired'],
];
const common = {
  permission: 'datasets:label',
  params,
  response: item,
  command: true,
  ifMatch: true,
} as const;

export const get = defineRoute({
  method: 'GET',
  path: ':id',
  permission: 'datasets:read',
  summary: 'Show an item',
  params,
  query: z.strictObject({ asOf: asOfQuery }),
  response: item,
  errors: [datasetErrors['item.not-found']],
});

export const label = defineRoute({
  ...common,
  method: 'PUT',
  path: ':id/label',
  summary: 'State what is to be seen in an item',
  description:
    'Every statement is kept; the newest holds. `If-Match` names the version that the labeller saw: where somebody else was faster, 412 says who, when and what (`params.changes`). To undo is to state an earlier label again, named by `restores`.',
  body: labelItem,
  errors: [...errors, ...unfit],
});

export const accept = defineRoute({
  ...common,
  method: 'POST',
  path: ':id/accept',
  summary: "Take the model's prediction as the label",
  errors: [...errors, ...unfit, datasetErrors['item.prediction-unusable']],
});

export const withdraw = defineRoute({
  ...common,
  method: 'POST',
  path: ':id/withdraw',
  summary: 'Take the label back: the item is as if nobody had labelled it',
  body: withItemReason,
  errors: [...errors, datasetErrors['item.not-labelled']],
});

export const review = defineRoute({
  ...common,
  method: 'POST',
  path: ':id/review',
  summary: 'Let a label stand after a second look, or send the item back',
  body: reviewItem,
  errors: [...errors, ...unfit, datasetErrors['item.not-labelled']],
});

export const exclude = defineRoute({
  ...common,
  method: 'POST',
  path: ':id/exclude',
  summary: 'Leave an item out: it is neither labelled nor trained on',
  body: withItemReason,
  errors,
});

export const restore = defineRoute({
  ...common,
  method: 'POST',
  path: ':id/restore',
  summary: 'Take an item back that was left out',
  errors: [
    datasetErrors['item.not-found'],
    datasetErrors['item.not-excluded'],
    datasetErrors['item.label-conflict'],
    datasetErrors['dataset.archived'],
  ],
});
