import { UniqueNames } from '@tutti/service-kit';
import type { Foundation } from '../open-training';
import { SolutionView } from '../solution/solution.view';
import { StreamResults } from '../trigger/stream-results';
import { StreamFacts } from './stream-facts';
import { StreamView } from './stream.view';
import { Streams } from './streams';

/** What controllers and runs call of solutions and streams. */
export const openStreams = (base: Foundation) => {
  const { clock, database, projections, vault } = base;
  return {
    solutionView: new SolutionView(database, projections),
    streamView: new StreamView(database, projections, clock),
    streamResults: new StreamResults(database),
    streamFacts: new StreamFacts(base),
    streams: new Streams({ ...base, names: new UniqueNames(vault, 'training.stream') }),
  };
};
