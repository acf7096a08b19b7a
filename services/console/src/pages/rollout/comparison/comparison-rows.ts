import type { ShadowComparison } from '@tutti/contracts/deployment';

type ComparedBy = 'score' | 'latency' | 'truth';

export interface ComparedRow {
  readonly by: ComparedBy;
  readonly current: number;
  readonly candidate: number;
  /** The length of a whole track. */
  readonly most: number;
}

const row = (by: ComparedBy, current: number | null, candidate: number | null): readonly ComparedRow[] =>
  current === null || candidate === null
    ? []
    : [{ by, current, candidate, most: by === 'latency' ? Math.max(current, candidate) : 1 }];

/** What both models have a number for. */
export const comparedRows = ({ current, candidate, truth }: ShadowComparison): readonly ComparedRow[] => [
  ...row('truth', truth?.current ?? null, truth?.candidate ?? null),
  ...row('score', current.meanScore, candidate.meanScore),
  ...row('latency', current.latencyMs, candidate.latencyMs),
];
