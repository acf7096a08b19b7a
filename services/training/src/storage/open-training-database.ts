import { openDatabase } from '@tutti/database';
import { runtimeEntities, runtimeMigrations } from '@tutti/runtime';
import { reachableDeviceListTable } from '@tutti/service-kit';
import type { DataSource } from 'typeorm';
import { knownDatasetListTable } from '../dataset/known-dataset-list.table';
import { labelTallyTable } from '../dataset/label-tally.table';
import { CreateStreams1795737600200 } from '../migrations/create-streams.migration';
import { CreateStreamRollouts1795824000000 } from '../migrations/create-stream-rollouts.migration';
import { CreateModels1795737600220 } from '../migrations/create-models.migration';
import { CreateRuns1795737600210 } from '../migrations/create-runs.migration';
import { aliasListTable, aliasStatementListTable } from '../model/alias.table';
import { evaluationPictureTable } from '../model/evaluation-picture.table';
import { modelListTable } from '../model/model-list.table';
import { runListTable } from '../run/run-list.table';
import { runFileTable, runLogTable, runPointsTable, runProgressTable } from '../run/run-progress.table';
import { solutionListTable } from '../solution/solution-list.table';
import { streamListTable } from '../stream/stream-list.table';
import { streamLookTable } from '../stream/stream-look.table';
import { streamModelListTable } from '../stream/stream-model-list.table';
import { streamRolloutListTable } from '../stream/stream-rollout-list.table';
import { streamResultTable } from '../trigger/stream-result.table';
import { streamRunListTable } from '../stream/stream-run-list.table';

const views = [
  modelListTable,
  aliasListTable,
  aliasStatementListTable,
  runListTable,
  solutionListTable,
  streamListTable,
  streamRunListTable,
  streamModelListTable,
  streamRolloutListTable,
  knownDatasetListTable,
  labelTallyTable,
  reachableDeviceListTable,
];
const primary = [
  evaluationPictureTable,
  runProgressTable,
  runPointsTable,
  runLogTable,
  runFileTable,
  streamLookTable,
  streamResultTable,
];

export const openTrainingDatabase = (url: string): Promise<DataSource> =>
  openDatabase({
    name: 'training',
    url,
    entities: [...runtimeEntities, ...views, ...primary],
    migrations: [
      ...runtimeMigrations,
      CreateStreams1795737600200,
      CreateRuns1795737600210,
      CreateModels1795737600220,
      CreateStreamRollouts1795824000000,
    ],
  });
