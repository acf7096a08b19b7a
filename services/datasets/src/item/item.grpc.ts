import { ItemServiceService } from '@tutti/contracts/gen/tutti/datasets/v1/item';
import type { Item } from '@tutti/contracts/datasets';
import { grpcService, unary } from '@tutti/service-kit';
import { DatasetItemsController } from './dataset-items.controller';
import * as ofDataset from './dataset-items.routes';
import { queueStates, statedBy, toItemMessage, toLabel, verdicts } from './item-message';
import { ItemController } from './item.controller';
import * as routes from './item.routes';

const shown = (item: Item) => ({ item: toItemMessage(item) });

export const itemGrpc = grpcService(ItemServiceService, (get) => {
  const items = get(ItemController);
  const lists = get(DatasetItemsController);
  return {
    listItems: unary(ofDataset.list, {
      request: ({ datasetId: id, ...query }) => ({ params: { id }, query }),
      handle: (input) => lists.list(input),
      reply: ({ items: rows, nextPageToken }) => ({ items: rows.map(toItemMessage), nextPageToken }),
    }),
    listItemQueue: unary(ofDataset.queue, {
      request: ({ datasetId: id, count, state }) => ({
        params: { id },
        query: { count, state: queueStates.fromProto(state) },
      }),
      handle: (input) => lists.queue(input),
      reply: ({ items: rows, left }) => ({ items: rows.map(toItemMessage), left }),
    }),
    getItem: unary(routes.get, {
      request: ({ id, asOf }) => ({ params: { id }, query: { asOf } }),
      handle: (input) => items.get(input),
      reply: shown,
    }),
    labelItem: unary(routes.label, {
      request: ({ id, label, by, restores, reason }) => ({
        params: { id },
        // The schema refuses what only imports may say.
        body: { label: toLabel(label), by: statedBy.fromProto(by) as 'person', restores, reason },
      }),
      handle: (input) => items.label(input),
      reply: shown,
    }),
    acceptPrediction: unary(routes.accept, {
      request: (params) => ({ params }),
      handle: (input) => items.accept(input),
      reply: shown,
    }),
    withdrawLabel: unary(routes.withdraw, {
      request: ({ id, reason }) => ({ params: { id }, body: { reason } }),
      handle: (input) => items.withdraw(input),
      reply: shown,
    }),
    reviewLabel: unary(routes.review, {
      request: ({ id, verdict, reason }) => ({
        params: { id },
        body: { verdict: verdicts.fromProto(verdict), reason },
      }),
      handle: (input) => items.review(input),
      reply: shown,
    }),
    excludeItem: unary(routes.exclude, {
      request: ({ id, reason }) => ({ params: { id }, body: { reason } }),
      handle: (input) => items.exclude(input),
      reply: shown,
    }),
    restoreItem: unary(routes.restore, {
      request: (params) => ({ params }),
      handle: (input) => items.restore(input),
      reply: shown,
    }),
  };
});
