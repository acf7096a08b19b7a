import {
  DatasetVersionServiceService,
  VersionChangeKind,
  type DiffDatasetVersionsRequest,
} from '@tutti/contracts/gen/tutti/datasets/v1/version';
import {
  split,
  versionChangeKind,
  type DatasetVersion,
  type Split,
  type VersionCounts,
  type VersionDiff,
  type VersionItem,
  type VersionStatistics,
} from '@tutti/contracts/datasets';
import { chunksOf, enumMap, grpcService, serverStream, unary, type Present } from '@tutti/service-kit';
import { toLabelMessage } from '../item/item-message';
import { DatasetVersionController } from './dataset-version.controller';
import * as routes from './dataset-version.routes';

const toCounts = ({ items, splits, classes }: VersionCounts) => ({
  items,
  splits: Object.fromEntries(
    split.options.map((part) => [part, { items: splits[part] ?? 0, classes: classes[part] ?? {} }]),
  ),
});

const toMessage = ({ manifest, counts, ...version }: DatasetVersion) => ({
  ...version,
  ...toCounts(counts),
  manifestDigest: manifest.digest,
  manifestBytes: manifest.bytes,
});

const shown = (version: DatasetVersion) => ({ version: toMessage(version) });

const changeKinds = enumMap(versionChangeKind.options, VersionChangeKind);

type Side = VersionDiff['items'][number]['before'];

const toSide = (side: Side) => side && { ...side, label: toLabelMessage(side.label) };

const toChange = ({ kind, before, after, ...item }: VersionDiff['items'][number]) => ({
  ...item,
  kind: changeKinds.toProto(kind),
  before: toSide(before),
  after: toSide(after),
});

const toVersionItem = ({ label, ...item }: VersionItem) => ({ ...item, label: toLabelMessage(label) });

const toStatistics = ({ counts, ...statistics }: VersionStatistics) => ({
  ...statistics,
  ...toCounts(counts),
});

const diffOf = ({ kind, ...query }: Omit<Present<DiffDatasetVersionsRequest>, 'datasetId' | 'number'>) => ({
  ...query,
  kind: changeKinds.fromProto(kind),
});

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
    listDatasetVersionItems: unary(routes.items, {
      request: ({ datasetId: id, number, split: part, classKey, ...page }) => ({
        params: { id, number },
        // The schema refuses what is no part.
        query: { ...page, split: part as Split | undefined, class: classKey },
      }),
      handle: (input) => versions.items(input),
      reply: ({ items, nextPageToken }) => ({ items: items.map(toVersionItem), nextPageToken }),
    }),
    diffDatasetVersions: unary(routes.diff, {
      request: ({ datasetId: id, number, ...diff }) => ({ params: { id, number }, query: diffOf(diff) }),
      handle: (input) => versions.diff(input),
      reply: ({ items, ...diff }) => ({ ...diff, items: items.map(toChange) }),
    }),
    getDatasetVersionStatistics: unary(routes.statistics, {
      request: ({ datasetId: id, number }) => ({ params: { id, number } }),
      handle: (input) => versions.statistics(input),
      reply: toStatistics,
    }),
    downloadDatasetVersionManifest: serverStream(routes.manifest, {
      request: ({ datasetId: id, number }) => ({ params: { id, number } }),
      handle: async (input) => chunksOf(await versions.manifest({ ...input, headers: {} })),
      reply: (chunk) => ({ chunk }),
    }),
  };
});
