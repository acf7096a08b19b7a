import type { PromotionGate } from '@tutti/contracts/training';

/** A gate while it is typed: percent; empty where nothing is asked. */
export interface GateDraft {
  readonly metric: PromotionGate['metric'];
  readonly atLeast: number | string;
  readonly gain: number | string;
  readonly largestClassLoss: number | string;
}

/** Rounded, because 0.07 * 100 is 7.000000000000001. */
const percentOf = (share: number | undefined): number | string =>
  share === undefined ? '' : Math.round(share * 10_000) / 100;
const shareOf = (percent: number | string): number | undefined =>
  typeof percent === 'number' && Number.isFinite(percent) ? Math.round(percent * 100) / 10_000 : undefined;

export const gateDraftOf = ({ metric, atLeast, gain, largestClassLoss }: PromotionGate): GateDraft => ({
  metric,
  atLeast: percentOf(atLeast),
  gain: percentOf(gain ?? 0),
  largestClassLoss: percentOf(largestClassLoss),
});

export const gateOf = (draft: GateDraft): PromotionGate => {
  const [atLeast, gain, largestClassLoss] = [
    shareOf(draft.atLeast),
    shareOf(draft.gain),
    shareOf(draft.largestClassLoss),
  ];
  return {
    metric: draft.metric,
    ...(atLeast === undefined ? {} : { atLeast }),
    ...(gain === undefined ? {} : { gain }),
    ...(largestClassLoss === undefined ? {} : { largestClassLoss }),
  };
};

const isWithin = (value: number | string, min: number): boolean =>
  value === '' || (typeof value === 'number' && value >= min && value <= 100);

export const isGate = ({ atLeast, gain, largestClassLoss }: GateDraft): boolean =>
  isWithin(atLeast, 0) && isWithin(gain, -100) && isWithin(largestClassLoss, 0);
