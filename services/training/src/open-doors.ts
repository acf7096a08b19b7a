import { UniqueNames } from '@tutti/service-kit';
import { openModels } from './model/open-models';
import type { Foundation } from './open-training';
import { openRuns } from './run/open-runs';
import { openStreams } from './stream/open-streams';

/** Injection token of the `Doors`. */
export const DOORS = Symbol('training.DOORS');

/** Everything that controllers call. */
export const openDoors = async (base: Foundation) => {
  const { aggregates, blobs, clock, database, log, vault } = base;
  const streams = openStreams(base);
  const models = openModels(base);
  return {
    aggregates,
    blobs,
    clock,
    database,
    log,
    names: new UniqueNames(vault, 'training'),
    ...streams,
    ...models,
    ...(await openRuns(base, { streams, models })),
  };
};

export type Doors = Awaited<ReturnType<typeof openDoors>>;
