import type { JobResult } from '@tutti/contracts/training';
import type { OutcomeFacts } from '../run/run-end.decider';
import type { KnownRun } from '../run/run.state';

/** What the log keeps of a result as its trainer sent it. */
export const outcomeOf = (
  { request: { current } }: KnownRun,
  result: JobResult,
): Omit<OutcomeFacts, 'signature' | 'gate'> => {
  const { artifact, labels, metrics, evaluation, variants, items, seconds } = result;
  const { baseline, backbone, peakMemoryBytes } = result;
  return {
    ...{ artifact, labels, metrics, evaluation, variants, items, seconds },
    ...(baseline && current ? { baseline: { modelId: current.modelId, ...baseline } } : {}),
    ...(backbone ? { backbone } : {}),
    ...(peakMemoryBytes === undefined ? {} : { peakMemoryBytes }),
  };
};
