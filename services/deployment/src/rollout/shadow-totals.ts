import type { ShadowComparison } from '@tutti/contracts/deployment';

/** Of a number that some devices do not know: the mean of those that do, by their frames. Null when none does. */
type Weighed = readonly (readonly [value: number | null, frames: number])[];

/** A shadow on several devices as one: every frame counts the same, whichever device it is from. Null of none. */
export function shadowTotals(comparisons: readonly ShadowComparison[]): ShadowComparison | null {
  if (comparisons.length === 0) return null;
  const mean = (value: (of: ShadowComparison) => number | null): number | null =>
    weighedMean(comparisons.map((each) => [value(each), each.frames]));
  const truths = comparisons.flatMap(({ truth }) => (truth === undefined ? [] : [truth]));
  const accuracy = (of: 'current' | 'candidate'): number =>
    weighedMean(truths.map((each) => [each[of], each.frames])) ?? 0;
  const withTruth = counted(truths.map(({ frames }) => frames));
  const accuracies = { current: accuracy('current'), candidate: accuracy('candidate') };
  return {
    frames: counted(comparisons.map(({ frames }) => frames)),
    agreement: mean(({ agreement }) => agreement),
    current: {
      meanScore: mean(({ current }) => current.meanScore),
      latencyMs: mean(({ current }) => current.latencyMs),
    },
    candidate: {
      meanScore: mean(({ candidate }) => candidate.meanScore),
      latencyMs: mean(({ candidate }) => candidate.latencyMs),
      failures: counted(comparisons.map(({ candidate }) => candidate.failures)),
    },
    ...(withTruth === 0 ? {} : { truth: { frames: withTruth, ...accuracies } }),
  };
}

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

/** What was taken in before anybody looked may be of any size: it must not make the whole unreadable. */
const counted = (values: readonly number[]): number => Math.min(Number.MAX_SAFE_INTEGER, total(values));

function weighedMean(values: Weighed): number | null {
  const known = values.flatMap(([value, frames]) => (value === null ? [] : [{ value, frames }]));
  const frames = total(known.map((each) => each.frames));
  if (frames === 0) return null;
  const mean = Math.round((total(known.map((each) => each.value * each.frames)) / frames) * 1e6) / 1e6;
  return Number.isFinite(mean) ? mean : null;
}
