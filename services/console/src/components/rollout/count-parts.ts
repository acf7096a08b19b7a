import type { RolloutCounts } from '@tutti/contracts/deployment';
import { atWork } from '../../api/rollout';

const countParts = ['succeeded', 'failed', 'other', 'working', 'waiting'] as const;
type CountPart = (typeof countParts)[number];

/** How many devices are how far, in the order of a bar; what there is none of is left out. */
export const countsOf = (counts: RolloutCounts): readonly (readonly [CountPart, number])[] =>
  countParts
    .map((part) => [part, part === 'working' ? atWork(counts) : counts[part]] as const)
    .filter(([, devices]) => devices > 0);
