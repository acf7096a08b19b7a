import { UniqueNames } from '@tutti/service-kit';
import type { DatasetRow } from './dataset/dataset-list.projection';
import { Datasets } from './dataset/datasets';
import { DatasetExports } from './export/dataset-exports';
import { datasetProgress } from './item/dataset-progress';
import { ItemBatches } from './item/item-batches';
import { ItemDesk } from './item/item-desk';
import { PictureIntake } from './item/picture-intake';
import { ItemView } from './item/item.view';
import { noSuchSchema } from './label-schema/label-schema.decider';
import { LabelSchemaView } from './label-schema/label-schema.view';
import { openImports } from './import/open-imports';
import type { Foundation } from './open-datasets';
import { DatasetVersionView } from './version/dataset-version.view';
import { VersionFreezer } from './version/version-freezer';

/** Injection token of the `Doors`. */
export const DOORS = Symbol('datasets.DOORS');

/** Everything that controllers call. */
export const openDoors = (base: Foundation) => {
  const { aggregates, blobs, clock, database, datasetView, log, projections, vault } = base;
  const items = new ItemDesk({ aggregates, log });
  const intake = new PictureIntake({ aggregates, blobs });
  const schemaView = new LabelSchemaView(database, projections);
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
    ...openImports(base, { items, intake }),
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
