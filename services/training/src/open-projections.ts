import { ProjectionRunner, type ProjectionRunnerOptions } from '@tutti/runtime';
import { reachableDeviceListProjection, reachableDeviceListTable } from '@tutti/service-kit';
import { knownDatasetListProjection } from './dataset/known-dataset-list.projection';
import { knownDatasetListTable } from './dataset/known-dataset-list.table';
import { labelTallyProjection } from './dataset/label-tally.projection';
import { labelTallyTable } from './dataset/label-tally.table';
import { aliasListProjection, aliasStatementListProjection } from './model/alias.projection';
import { aliasListTable, aliasStatementListTable } from './model/alias.table';
import { modelListProjection } from './model/model-list.projection';
import { modelListTable } from './model/model-list.table';
import { runListProjection } from './run/run-list.projection';
import { runListTable } from './run/run-list.table';
import { solutionListProjection } from './solution/solution-list.projection';
import { solutionListTable } from './solution/solution-list.table';
import { streamListProjection } from './stream/stream-list.projection';
import { streamListTable } from './stream/stream-list.table';
import { streamModelListProjection } from './stream/stream-model-list.projection';
import { streamModelListTable } from './stream/stream-model-list.table';
import { streamRolloutListProjection } from './stream/stream-rollout-list.projection';
import { streamRolloutListTable } from './stream/stream-rollout-list.table';
import { streamRunListProjection } from './stream/stream-run-list.projection';
import { streamRunListTable } from './stream/stream-run-list.table';

type Common = Omit<ProjectionRunnerOptions<never, never>, 'projection' | 'table'>;

/** The read models of this service. */
export const trainingReadModels = {
  models: { projection: modelListProjection, table: modelListTable },
  aliases: { projection: aliasListProjection, table: aliasListTable },
  aliasStatements: { projection: aliasStatementListProjection, table: aliasStatementListTable },
  runs: { projection: runListProjection, table: runListTable },
  solutions: { projection: solutionListProjection, table: solutionListTable },
  streams: { projection: streamListProjection, table: streamListTable },
  streamRuns: { projection: streamRunListProjection, table: streamRunListTable },
  streamModels: { projection: streamModelListProjection, table: streamModelListTable },
  streamRollouts: { projection: streamRolloutListProjection, table: streamRolloutListTable },
  knownDatasets: { projection: knownDatasetListProjection, table: knownDatasetListTable },
  labelTally: { projection: labelTallyProjection, table: labelTallyTable },
  fleet: { projection: reachableDeviceListProjection, table: reachableDeviceListTable },
};

export const openProjections = (common: Common) => ({
  models: new ProjectionRunner({ ...common, ...trainingReadModels.models }),
  aliases: new ProjectionRunner({ ...common, ...trainingReadModels.aliases }),
  aliasStatements: new ProjectionRunner({ ...common, ...trainingReadModels.aliasStatements }),
  runs: new ProjectionRunner({ ...common, ...trainingReadModels.runs }),
  solutions: new ProjectionRunner({ ...common, ...trainingReadModels.solutions }),
  streams: new ProjectionRunner({ ...common, ...trainingReadModels.streams }),
  streamRuns: new ProjectionRunner({ ...common, ...trainingReadModels.streamRuns }),
  streamModels: new ProjectionRunner({ ...common, ...trainingReadModels.streamModels }),
  streamRollouts: new ProjectionRunner({ ...common, ...trainingReadModels.streamRollouts }),
  knownDatasets: new ProjectionRunner({ ...common, ...trainingReadModels.knownDatasets }),
  // Imports label dozens of items in a second.
  labelTally: new ProjectionRunner({ ...common, ...trainingReadModels.labelTally, restMs: 100 }),
  fleet: new ProjectionRunner({ ...common, ...trainingReadModels.fleet }),
});

export type Projections = ReturnType<typeof openProjections>;
