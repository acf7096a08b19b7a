import { ProjectionRunner, type ProjectionRunnerOptions } from '@tutti/runtime';
import { telemetryRunner } from '@tutti/service-kit';
import type { Foundation } from '../open-summary';
import { datasetQuarterProjection } from './dataset-quarter.projection';
import { deviceQuarterProjection } from './device-quarter.projection';
import { deviceTallyProjection } from './device-tally.projection';
import { keepResults } from './keep-results';
import { rolloutQuarterProjection, rolloutTallyProjection } from './rollout-tally.projection';
import * as tables from './tally.table';
import { countedKinds, readCounted } from './telemetry-batch';
import {
  modelTallyProjection,
  runTallyProjection,
  solutionTallyProjection,
  streamTallyProjection,
} from './training-tally.projection';

type Common = Omit<ProjectionRunnerOptions<never, never>, 'projection' | 'table'>;

/** What others' events say that a day is made of. */
export const tallyReadModels = {
  deviceTally: { projection: deviceTallyProjection, table: tables.deviceTallyTable },
  deviceQuarters: { projection: deviceQuarterProjection, table: tables.deviceQuarterTable },
  datasetQuarters: { projection: datasetQuarterProjection, table: tables.datasetQuarterTable },
  streamTally: { projection: streamTallyProjection, table: tables.streamTallyTable },
  solutionTally: { projection: solutionTallyProjection, table: tables.solutionTallyTable },
  modelTally: { projection: modelTallyProjection, table: tables.modelTallyTable },
  runTally: { projection: runTallyProjection, table: tables.runTallyTable },
  rolloutTally: { projection: rolloutTallyProjection, table: tables.rolloutTallyTable },
  rolloutQuarters: { projection: rolloutQuarterProjection, table: tables.rolloutQuarterTable },
};

export const openTallyProjections = (common: Common) => ({
  deviceTally: new ProjectionRunner({ ...common, ...tallyReadModels.deviceTally }),
  deviceQuarters: new ProjectionRunner({ ...common, ...tallyReadModels.deviceQuarters }),
  datasetQuarters: new ProjectionRunner({ ...common, ...tallyReadModels.datasetQuarters }),
  streamTally: new ProjectionRunner({ ...common, ...tallyReadModels.streamTally }),
  solutionTally: new ProjectionRunner({ ...common, ...tallyReadModels.solutionTally }),
  modelTally: new ProjectionRunner({ ...common, ...tallyReadModels.modelTally }),
  runTally: new ProjectionRunner({ ...common, ...tallyReadModels.runTally }),
  rolloutTally: new ProjectionRunner({ ...common, ...tallyReadModels.rolloutTally }),
  rolloutQuarters: new ProjectionRunner({ ...common, ...tallyReadModels.rolloutQuarters }),
});

export type TallyProjections = ReturnType<typeof openTallyProjections>;

const dayMs = 86_400_000;

/**
 * What devices say that a day is made of. All kinds that share a journal are read by one consumer, in order: what lies
 * between two places is then the device's, not another kind's that was not read yet.
 */
export const openTallyConsumers = (base: Foundation) => ({
  resultTally: telemetryRunner(base, {
    ...{ service: 'summary', kind: 'tally', inOrder: true },
    subjects: countedKinds.map((kind) => `tel.*.${kind}`),
    parse: readCounted,
    store: keepResults(base.database, base.tallyDays * dayMs),
  }),
});
