import { ProjectionRunner, type ProjectionRunnerOptions } from '@tutti/runtime';
import { fleetDeviceListProjection, fleetDeviceListTable } from '@tutti/service-kit';
import { datasetListProjection } from './dataset/dataset-list.projection';
import { datasetListTable } from './dataset/dataset-list.table';
import { itemListProjection } from './item/item-list.projection';
import { itemListTable } from './item/item-list.table';
import { labelSchemaListProjection } from './label-schema/label-schema-list.projection';
import { labelSchemaListTable } from './label-schema/label-schema-list.table';
import { datasetVersionListProjection } from './version/dataset-version-list.projection';
import { datasetVersionListTable } from './version/dataset-version-list.table';

type Common = Omit<ProjectionRunnerOptions<never, never>, 'projection' | 'table'>;

/** The read models of this service. */
export const datasetsReadModels = {
  datasets: { projection: datasetListProjection, table: datasetListTable },
  schemas: { projection: labelSchemaListProjection, table: labelSchemaListTable },
  items: { projection: itemListProjection, table: itemListTable },
  versions: { projection: datasetVersionListProjection, table: datasetVersionListTable },
  fleet: { projection: fleetDeviceListProjection, table: fleetDeviceListTable },
};

export const openProjections = (common: Common) => ({
  datasets: new ProjectionRunner({ ...common, ...datasetsReadModels.datasets }),
  schemas: new ProjectionRunner({ ...common, ...datasetsReadModels.schemas }),
  // Imports add dozens of items in a second.
  items: new ProjectionRunner({ ...common, ...datasetsReadModels.items, restMs: 100 }),
  versions: new ProjectionRunner({ ...common, ...datasetsReadModels.versions }),
  fleet: new ProjectionRunner({ ...common, ...datasetsReadModels.fleet }),
});

export type Projections = ReturnType<typeof openProjections>;
