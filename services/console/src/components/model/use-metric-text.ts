import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/use-format';
import { kindOf, leastDifference, type MetricName } from './metrics';

interface MetricText {
  readonly value: (name: MetricName, value: number | undefined) => string;
  /** With its sign. */
  readonly change: (name: MetricName, difference: number) => string;
  /** A difference of two shares, with its sign. */
  readonly points: (difference: number) => string;
  /** The same without a sign. */
  readonly barePoints: (amount: number) => string;
}

/** Differences that nobody would see are none. */
const signed = (difference: number, text: string): string => {
  if (Math.abs(difference) < leastDifference) return `±${text}`;
  return difference > 0 ? `+${text}` : `−${text}`;
};

/** Metrics and their differences as the reader writes numbers. */
export const useMetricText = (): MetricText => {
  const { t } = useTranslation();
  const format = useFormat();
  const points = (difference: number): string =>
    t('models.gate.points', { value: signed(difference, format.number(Math.abs(difference) * 100, 1)) });
  return {
    value: (name, value) => {
      if (value === undefined) return t('state.none');
      if (kindOf(name) === 'share') return format.percent(value, 1);
      return kindOf(name) === 'count' ? format.number(value) : format.number(value, 3);
    },
    change: (name, difference) =>
      kindOf(name) === 'share'
        ? points(difference)
        : signed(difference, format.number(Math.abs(difference), kindOf(name) === 'count' ? 0 : 3)),
    points,
    barePoints: (amount) => t('models.gate.points', { value: format.number(amount * 100, 1) }),
  };
};
