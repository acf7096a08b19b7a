import { Skeleton, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Rates } from '../api/inferences';
import { useFormat } from '../i18n/use-format';
import { countsPerStep, extremesOf } from './chart/series';
import { TimeChart } from './chart/time-chart';
import type { WindowControl } from './chart/use-window';

interface Props {
  readonly rates: Rates | undefined;
  readonly control: WindowControl;
  readonly height?: number;
}

/** Results per minute as bars. */
export const RatesChart = ({ rates, control, height = 220 }: Props) => {
  const { t } = useTranslation();
  const format = useFormat();
  if (!rates) return <Skeleton height={height + 20} />;
  const { stepSeconds, span } = rates;
  const perStep = countsPerStep(rates.items, {
    stepSeconds,
    fromMs: span[0] * 1_000,
    toMs: span[1] * 1_000,
  });
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
        span={span}
        format={(value) => (value < 1 ? format.number(value, 2) : format.number(value))}
        summary={t('overview.rates.summary', numbers)}
        control={control}
      />
      {rates.total.count === 0 && (
        <Text size="sm" c="dimmed" ta="center" mt={4}>
          {t('overview.rates.empty')}
        </Text>
      )}
    </>
  );
};
