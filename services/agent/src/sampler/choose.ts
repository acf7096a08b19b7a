import type { SamplingPolicy, SamplingReason } from '@tutti/contracts/devices';
import type { Prediction } from '@tutti/vision';

/** Why a picture is worth sending. */
export interface Choice {
  readonly reasons: readonly SamplingReason[];
  /** Chosen at random: whatever else holds, it belongs to the unbiased sample. */
  readonly audit: boolean;
  /** 0..1: what goes first when there is no room for all. */
  readonly uncertainty: number;
}

/** The policy's rules on one prediction. `random`: 0 up to 1, drawn anew for each picture whatever its score. */
export function choose(
  prediction: Prediction,
  policy: SamplingPolicy,
  random: () => number,
): Choice | undefined {
  const audit = random() < policy.audit;
  const doubts = doubtsOf(prediction, policy);
  if (!audit && doubts.length === 0) return undefined;
  const uncertainty = 1 - (confidence(prediction) ?? 0);
  return { reasons: audit ? [...doubts, 'audit'] : doubts, audit, uncertainty };
}

function doubtsOf(
  prediction: Prediction,
  { threshold, boxes, margin, entropy }: SamplingPolicy,
): readonly SamplingReason[] {
  const below = (value: number | undefined, limit: number | null): boolean =>
    value !== undefined && limit !== null && value < limit;
  const reasons: SamplingReason[] = [];
  if (below(confidence(prediction), threshold)) reasons.push('threshold');
  if (boxes !== null && manyDoubtfulBoxes(prediction, boxes)) reasons.push('boxes');
  if (below(marginOf(prediction), margin)) reasons.push('margin');
  if (below(certainty(prediction), entropy)) reasons.push('entropy');
  return reasons;
}

/** Of boxes the mean (requirements 5.6). Undefined where a detector found nothing: that says nothing of doubt. */
function confidence({ task, score, boxes }: Prediction): number | undefined {
  if (task === 'classification') return score;
  if (boxes.length === 0) return undefined;
  return boxes.reduce((sum, box) => sum + box.score, 0) / boxes.length;
}

function manyDoubtfulBoxes({ boxes }: Prediction, rule: NonNullable<SamplingPolicy['boxes']>): boolean {
  const doubtful = boxes.filter(({ score }) => score <= rule.score).length;
  return boxes.length > 0 && doubtful / boxes.length >= rule.share;
}

function marginOf({ probabilities }: Prediction): number | undefined {
  const [first, second] = Object.values(probabilities).sort((a, b) => b - a);
  return first === undefined || second === undefined ? undefined : first - second;
}

/** 1 minus the entropy as a share of the greatest possible: 1 is certain, 0 knows nothing. Of distributions only. */
function certainty({ probabilities }: Prediction): number | undefined {
  const all = Object.values(probabilities);
  const sum = all.reduce((total, p) => total + p, 0);
  if (all.length < 2 || Math.abs(sum - 1) > 0.005) return undefined;
  const entropy = all.reduce((total, p) => (p > 0 ? total - p * Math.log(p) : total), 0);
  return 1 - entropy / Math.log(all.length);
}
