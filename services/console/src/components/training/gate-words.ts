import type { PromotionGate } from '@tutti/contracts/training';
import type { TFunction } from 'i18next';
import type { Format } from '../../lib/format';

type Say = TFunction<'console'>;
type Percent = Pick<Format, 'percent'>;

const points = (share: number, { percent }: Percent): string => percent(Math.abs(share), 2);

const gainWords = (gain: number, t: Say, format: Percent): string => {
  if (gain === 0) return t('training.gate.asGood');
  return t(gain > 0 ? 'training.gate.better' : 'training.gate.hardlyWorse', { by: points(gain, format) });
};

/** What a gate asks of a new model, a sentence each. */
export const gateWords = (gate: PromotionGate, t: Say, format: Percent): readonly string[] => {
  const { metric, atLeast, gain = 0, largestClassLoss } = gate;
  return [
    ...(atLeast === undefined
      ? []
      : [
          t('training.gate.atLeast', {
            metric: t(`models.metric.${metric}`),
            value: format.percent(atLeast, 2),
          }),
        ]),
    gainWords(gain, t, format),
    ...(largestClassLoss === undefined
      ? []
      : [t('training.gate.classLoss', { by: points(largestClassLoss, format) })]),
  ];
};
