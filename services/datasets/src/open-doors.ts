import { maxFrameBytes } from '@tutti/contracts/devices';
import {
  DeviceTokenVerifier,
  fleetDeviceListProjection,
  isRegisteredDevice,
  UniqueNames,
  Uploads,
  UsedTokens,
} from '@tutti/service-kit';
import type { DatasetRow } from './dataset/dataset-list.projection';
import { Datasets } from './dataset/datasets';
import { DatasetExports } from './export/dataset-exports';
import { FrameIntake } from './frame/frame-intake';
import { FrameQuota } from './frame/frame-quota';
import { FrameView } from './frame/frame.view';
import { datasetProgress } from './item/dataset-progress';
import { ItemBatches } from './item/item-batches';
import { ItemDesk } from './item/item-desk';
import { blobNamespace, PictureIntake } from './item/picture-intake';
import { ItemView } from './item/item.view';
import { noSuchSchema } from './label-schema/label-schema.decider';
import { LabelSchemaView } from './label-schema/label-schema.view';
import { openImports } from './import/open-imports';
import type { Foundation } from './open-datasets';
import { DatasetVersionView } from './version/dataset-version.view';
import { VersionFreezer } from './version/version-freezer';

/** Injection token of the `Doors`. */
export const DOORS = Symbol('datasets.DOORS');

const openFrames = (base: Foundation) => {
  const { database, blobs, clock, settings, projections } = base;
  const { frameCaps: caps, frameDays: days, frameMegabytesPerDay: megabytesPerDay } = settings;
  const quota = new FrameQuota({ database, clock, caps, megabytesPerDay });
  const frameUploads = new Uploads({
    blobs,
    namespace: blobNamespace,
    maxBytes: maxFrameBytes,
    path: '/api/v1/frame-uploads',
    admit: ({ size }, { id }) => quota.admit(id, size),
    giveBack: ({ size }, { id }) => quota.giveBack(id, size),
  });
  return {
    frameUploads,
    frameIntake: new FrameIntake({ database, blobs, uploads: frameUploads, clock, days }),
    verifier: new DeviceTokenVerifier({
      used: new UsedTokens(database, clock),
      clock,
      isRegistered: isRegisteredDevice({
        ...base,
        projection: fleetDeviceListProjection,
        fleet: projections.fleet,
      }),
    }),
    frameView: new FrameView(database, projections),
  };
};

/** Everything that controllers call. */
export const openDoors = (base: Foundation) => {
  const { aggregates, blobs, clock, database, datasetView, log, projections, vault } = base;
  const items = new ItemDesk({ aggregates, log });
  const intake = new PictureIntake({ aggregates, blobs });
  const schemaView = new LabelSchemaView(database, projections);
  const frames = openFrames(base);
  return {
    aggregates,
    blobs,
    log,
    clock,
    datasetView,
    schemaView,
    datasets: new Datasets(aggregates, new UniqueNames(vault, 'datasets')),
    items,
    itemBatches: new ItemBatches(items),
    intake,
    ...frames,
    ...openImports(base, { items, intake, frameView: frames.frameView }),
    versionView: new DatasetVersionView(database, projections),
    exports: new DatasetExports(base),
    freezer: new VersionFreezer(base),
    itemView: new ItemView(database, projections, datasetView),
    progress: async (dataset: DatasetRow, position: number) => {
      const schema = await schemaView.find(dataset.labelSchemaId, position);
      if (!schema) throw noSuchSchema();
      const keys = schema.classes.filter(({ retired }) => !retired).map(({ key }) => key);
      await projections.items.waitFor(position);
      return datasetProgress(database, dataset, keys);
    },
  };
};

export type Doors = ReturnType<typeof openDoors>;
