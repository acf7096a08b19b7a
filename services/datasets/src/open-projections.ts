import { ProjectionRunner, type ProjectionRunnerOptions } from '@tutti/runtime';
import { datasetListProjection } from './dataset/dataset-list.projection';
import { datasetListTable } from './dataset/dataset-list.table';
import { itemListProjection } from './item/item-list.projection';
import { itemListTable } from './item/item-list.table';
import { labelSchemaListProjection } from './label-schema/label-schema-list.projection';
import { labelSchemaListTable } from './label-schema/label-schema-list.table';

type Common = Omit<ProjectionRunnerOptions<never, never>, 'projection' | 'table'>;

/** The read models of this service. */
export const datasetsReadModels = {
  datasets: { projection: datasetListProjection, table: datasetListTable },
  schemas: { projection: labelSchemaListProjection, table: labelSchemaListTable },
  items: { projection: itemListProjection, table: itemListTable },
};

export const openProjections = (common: Common) => ({
  datasets: new ProjectionRunner({ ...common, ...datasetsReadModels.datasets }),
  schemas: new ProjectionRunner({ ...common, ...datasetsReadModels.schemas }),
  items: new ProjectionRunner({ ...common, ...datasetsReadModels.items }),
});

export type Projections = ReturnType<typeof openProjections>;
