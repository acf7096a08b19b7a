import { openDatabase } from '@tutti/database';
import { runtimeEntities, runtimeMigrations } from '@tutti/runtime';
import { fleetDeviceListTable, usedTokenTable } from '@tutti/service-kit';
import type { DataSource } from 'typeorm';
import { datasetListTable } from '../dataset/dataset-list.table';
import { frameTable } from '../frame/frame.table';
import { itemListTable } from '../item/item-list.table';
import { importJobTable } from '../import/import-job.table';
import { labelSchemaListTable } from '../label-schema/label-schema-list.table';
import { CreateDatasetViews1795737600100 } from '../migrations/create-views.migration';
import { CreateImports1795737600120 } from '../migrations/create-imports.migration';
import { CreateFrames1795737600130 } from '../migrations/create-frames.migration';
import { CreateDatasetVersions1795737600110 } from '../migrations/create-versions.migration';
import { AddImportTries1795737600150 } from '../migrations/add-import-tries.migration';
import { IndexItems1795737600140 } from '../migrations/index-items.migration';
import { datasetVersionListTable } from '../version/dataset-version-list.table';

const views = [
  datasetListTable,
  labelSchemaListTable,
  itemListTable,
  datasetVersionListTable,
  fleetDeviceListTable,
];
const primary = [importJobTable, frameTable, usedTokenTable];

export const openDatasetsDatabase = (url: string): Promise<DataSource> =>
  openDatabase({
    name: 'datasets',
    url,
    entities: [...runtimeEntities, ...views, ...primary],
    migrations: [
      ...runtimeMigrations,
      CreateDatasetViews1795737600100,
      CreateDatasetVersions1795737600110,
      CreateImports1795737600120,
      CreateFrames1795737600130,
      IndexItems1795737600140,
      AddImportTries1795737600150,
    ],
  });
