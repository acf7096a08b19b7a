import { DatasetVersionServiceService } from '@tutti/contracts/gen/tutti/datasets/v1/version';
import { split, type DatasetVersion } from '@tutti/contracts/datasets';
import { grpcService, unary } from '@tutti/service-kit';
import { DatasetVersionController } from './dataset-version.controller';
import * as routes from './dataset-version.routes';

const toMessage = ({ manifest, counts, ...version }: DatasetVersion) => ({
  ...version,
  manifestDigest: manifest.digest,
  manifestBytes: manifest.bytes,
  items: counts.items,
  splits: Object.fromEntries(
    split.options.map((part) => [
      part,
      { items: counts.splits[part] ?? 0, classes: counts.classes[part] ?? {} },
    ]),
  ),
});

const shown = (version: DatasetVersion) => ({ version: toMessage(version) });

export const datasetVersionGrpc = grpcService(DatasetVersionServiceService, (get) => {
  const versions = get(DatasetVersionController);
  return {
    listDatasetVersions: unary(routes.list, {
      request: ({ datasetId: id, ...query }) => ({ params: { id }, query }),
      handle: (input) => versions.list(input),
      reply: ({ items, nextPageToken }) => ({ items: items.map(toMessage), nextPageToken }),
    }),
    freezeDatasetVersion: unary(routes.freeze, {
      request: ({ datasetId: id, ...body }) => ({ params: { id }, body }),
      handle: (input) => versions.freeze(input),
      reply: shown,
    }),
    getDatasetVersion: unary(routes.get, {
      request: ({ datasetId: id, number }) => ({ params: { id, number } }),
      handle: (input) => versions.get(input),
      reply: shown,
    }),
  };
});
