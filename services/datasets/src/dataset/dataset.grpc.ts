import {
  DatasetServiceService,
  type ChangeDatasetRequest,
} from '@tutti/contracts/gen/tutti/datasets/v1/dataset';
import type { Dataset, PatchDataset } from '@tutti/contracts/datasets';
import { grpcService, unary, type Present } from '@tutti/service-kit';
import { DatasetController } from './dataset.controller';
import { tasks, toDatasetMessage, toProgressMessage } from './dataset-message';
import * as routes from './dataset.routes';

const shown = (dataset: Dataset) => ({ dataset: toDatasetMessage(dataset) });

/** Absent stays, empty is removed: a merge patch without its null. */
const patchOf = ({ id: _, description, tags, ...rest }: Present<ChangeDatasetRequest>): PatchDataset => ({
  ...rest,
  ...(description === undefined ? {} : { description: description || null }),
  ...(tags && { tags: tags.tags }),
});

export const datasetGrpc = grpcService(DatasetServiceService, (get) => {
  const datasets = get(DatasetController);
  return {
    listDatasets: unary(routes.list, {
      request: (query) => ({ query }),
      handle: (input) => datasets.list(input),
      reply: ({ items, nextPageToken }) => ({ items: items.map(toDatasetMessage), nextPageToken }),
    }),
    createDataset: unary(routes.create, {
      request: ({ task, classes, ...body }) => ({
        body: { ...body, task: tasks.fromProto(task), classes: [...classes] },
      }),
      handle: (input) => datasets.create(input),
      reply: shown,
    }),
    getDataset: unary(routes.get, {
      request: ({ id, asOf }) => ({ params: { id }, query: { asOf } }),
      handle: (input) => datasets.get(input),
      reply: shown,
    }),
    changeDataset: unary(routes.change, {
      request: (message) => ({ params: { id: message.id }, body: patchOf(message) }),
      handle: (input) => datasets.change(input),
      reply: shown,
    }),
    archiveDataset: unary(routes.archive, {
      request: ({ id, reason }) => ({ params: { id }, body: { reason } }),
      handle: (input) => datasets.archive(input),
      reply: shown,
    }),
    restoreDataset: unary(routes.restore, {
      request: (params) => ({ params }),
      handle: (input) => datasets.restore(input),
      reply: shown,
    }),
    purgeDataset: unary(routes.purge, {
      request: (params) => ({ params }),
      handle: (input) => datasets.purge(input),
      reply: () => ({}),
    }),
    getDatasetProgress: unary(routes.progress, {
      request: (params) => ({ params }),
      handle: (input) => datasets.progress(input),
      reply: toProgressMessage,
    }),
  };
});
