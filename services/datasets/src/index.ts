export { datasetsConfig, datasetsProcessConfig } from './config';
export { DatasetsModule } from './datasets.module';
export { datasetsService } from './datasets.service';
export { Datasets, type DatasetsOptions } from './open-datasets';
export { datasetsReadModels } from './open-projections';
export { openDatasetsDatabase } from './storage/open-datasets-database';
