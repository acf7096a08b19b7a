import { SegmentedControl, Skeleton, Text } from '@mantine/core';
import type { InferenceRates } from '@tutti/contracts/devices';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/use-format';
import { countsPerStep, extremesOf } from './chart/series';
import { TimeChart } from './chart/time-chart';

/** Minutes to look back and seconds per bar. */
export const rateRanges = {
  short: { minutes: 15, stepSeconds: 15 },
  hour: { minutes: 60, stepSeconds: 60 },
  day: { minutes: 1_440, stepSeconds: 900 },
} as const;
export type RateRange = keyof typeof rateRanges;

const isRange = (text: string): text is RateRange => Object.hasOwn(rateRanges, text);

interface PickerProps {
  readonly range: RateRange;
  readonly onChange: (range: RateRange) => void;
}

export const RatePicker = ({ range, onChange }: PickerProps) => {
  const { t } = useTranslation();
  const label = {
    short: t('edge.vitals.minutes', { count: 15 }),
    hour: t('edge.vitals.hours', { count: 1 }),
    day: t('edge.vitals.hours', { count: 24 }),
  };
  return (
    <SegmentedControl
      size="xs"
      aria-label={t('edge.vitals.range')}
      value={range}
      onChange={(text) => isRange(text) && onChange(text)}
      data={Object.entries(label).map(([value, text]) => ({ value, label: text }))}
    />
  );
};

interface Props {
  readonly rates: InferenceRates | undefined;
  readonly range: RateRange;
  /** When the answer came, ms. */
  readonly at: number;
  readonly height?: number;
}

/** Results per minute as bars. */
export const RatesChart = ({ rates, range, at, height = 220 }: Props) => {
  const { t } = useTranslation();
  const format = useFormat();
  if (!rates) return <Skeleton height={height + 20} />;
  const { minutes } = rateRanges[range];
  const fromMs = at - minutes * 60_000;
  const { stepSeconds } = rates;
  const perStep = countsPerStep(rates.items, { stepSeconds, fromMs, toMs: at });
  const perMinute = (perStep.values[0] ?? []).map((count) => ((count ?? 0) * 60) / stepSeconds);
  const { last = 0, max = 0 } = extremesOf(perMinute) ?? {};
  const numbers = {
    total: format.number(rates.total.count),
    latest: format.number(last),
    max: format.number(max),
  };
  return (
    <>
      <TimeChart
        kind="bars"
        height={height}
        lines={[{ name: t('overview.rates.perMinute'), tone: 1 }]}
        data={{ times: perStep.times, values: [perMinute] }}
        span={[fromMs / 1_000, at / 1_000]}
        format={(value) => format.number(value)}
        summary={t('overview.rates.summary', numbers)}
      />
      {rates.total.count === 0 && (
        <Text size="sm" c="dimmed" ta="center" mt={4}>
          {t('overview.rates.empty')}
        </Text>
      )}
    </>
  );
};
