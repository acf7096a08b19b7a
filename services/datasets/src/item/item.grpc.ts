import {
  ItemServiceService,
  type LabelItemRequest,
  type ListItemQueueRequest,
  type ReviewLabelRequest,
} from '@tutti/contracts/gen/tutti/datasets/v1/item';
import type { Item } from '@tutti/contracts/datasets';
import { grpcService, unary, type Present } from '@tutti/service-kit';
import { DatasetItemsController } from './dataset-items.controller';
import * as ofDataset from './dataset-items.routes';
import {
  batchOf,
  queueStates,
  statedBy,
  toItemMessage,
  toLabel,
  toOutcomeMessage,
  verdicts,
} from './item-message';
import { ItemController } from './item.controller';
import * as routes from './item.routes';

const shown = (item: Item) => ({ item: toItemMessage(item) });

const statementOf = ({ label, by, restores, reason }: Present<LabelItemRequest>) => ({
  label: toLabel(label),
  // The schema refuses what only imports may say.
  by: statedBy.fromProto(by) as 'person' | 'model-accepted' | undefined,
  restores,
  reason,
});

const queueOf = ({ count, state }: Omit<Present<ListItemQueueRequest>, 'datasetId'>) => ({
  count,
  state: queueStates.fromProto(state),
});

const reviewOf = ({ verdict, reason }: Omit<Present<ReviewLabelRequest>, 'id'>) => ({
  verdict: verdicts.fromProto(verdict),
  reason,
});

/** Commands that say which item. */
const byId = { request: (params: { readonly id: string }) => ({ params }), reply: shown };

export const itemGrpc = grpcService(ItemServiceService, (get) => {
  const [items, lists] = [get(ItemController), get(DatasetItemsController)];
  return {
    listItems: unary(ofDataset.list, {
      request: ({ datasetId: id, ...query }) => ({ params: { id }, query }),
      handle: (input) => lists.list(input),
      reply: ({ items: rows, nextPageToken }) => ({ items: rows.map(toItemMessage), nextPageToken }),
    }),
    listItemQueue: unary(ofDataset.queue, {
      request: ({ datasetId, ...query }) => ({ params: { id: datasetId }, query: queueOf(query) }),
      handle: (input) => lists.queue(input),
      reply: ({ items: rows, left }) => ({ items: rows.map(toItemMessage), left }),
    }),
    getItem: unary(routes.get, {
      request: ({ id, asOf }) => ({ params: { id }, query: { asOf } }),
      handle: (input) => items.get(input),
      reply: shown,
    }),
    labelItem: unary(routes.label, {
      request: (message) => ({ params: { id: message.id }, body: statementOf(message) }),
      handle: (input) => items.label(input),
      reply: shown,
    }),
    acceptPrediction: unary(routes.accept, { ...byId, handle: (input) => items.accept(input) }),
    withdrawLabel: unary(routes.withdraw, {
      request: ({ id, reason }) => ({ params: { id }, body: { reason } }),
      handle: (input) => items.withdraw(input),
      reply: shown,
    }),
    reviewLabel: unary(routes.review, {
      request: ({ id, ...review }) => ({ params: { id }, body: reviewOf(review) }),
      handle: (input) => items.review(input),
      reply: shown,
    }),
    excludeItem: unary(routes.exclude, {
      request: ({ id, reason }) => ({ params: { id }, body: { reason } }),
      handle: (input) => items.exclude(input),
      reply: shown,
    }),
    restoreItem: unary(routes.restore, { ...byId, handle: (input) => items.restore(input) }),
    batchChangeItems: unary(ofDataset.batch, {
      request: ({ datasetId: id, ...batch }) => ({ params: { id }, body: batchOf(batch) }),
      handle: (input) => lists.batch(input),
      reply: ({ items: outcomes }) => ({ items: outcomes.map(toOutcomeMessage) }),
    }),
  };
});
