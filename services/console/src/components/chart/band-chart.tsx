import { Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Line } from './chart-options';
import { bandedTimeline, extremesOf, type Stat, type Timeline } from './series';
import { TimeChart } from './time-chart';
import type { Span } from './use-plot';
import type { WindowControl } from './use-window';

interface Props<Row> {
  readonly name: string;
  readonly lines: readonly Pick<Line, 'name' | 'tone'>[];
  readonly rows: readonly Row[];
  readonly pick: readonly ((row: Row) => Stat | null)[];
  readonly stepSeconds: number;
  readonly span: Span;
  readonly control: WindowControl;
  readonly format: (value: number) => string;
  readonly top?: number;
}

/** Nothing for this long: the line breaks. Devices measure every few seconds. */
const leastGapSeconds = 45;

/** A line in words; empty when nothing was measured. */
const useSummary = (format: (value: number) => string) => {
  const { t } = useTranslation();
  return (data: Timeline, line: number, name: string): string => {
    const band = data.bands?.[line];
    const [mean, low, high] = [data.values[line], band?.low, band?.high].map((values) => extremesOf(values));
    if (!mean || !low || !high) return '';
    return t('edge.vitals.summary', {
      name,
      now: format(mean.last),
      min: format(low.min),
      max: format(high.max),
    });
  };
};

/** Means as lines, within bands from the least to the greatest. Where nothing was measured nothing is drawn. */
export const BandChart = <Row extends { readonly at: string }>(props: Props<Row>) => {
  const { t } = useTranslation();
  const { name, rows, pick, stepSeconds, span, control, format, top } = props;
  const summaryOf = useSummary(format);
  const data = bandedTimeline(rows, pick, Math.max(leastGapSeconds, stepSeconds * 1.5));
  const lines = props.lines.map((line) => ({ ...line, banded: true }));
  const summary = lines
    .map(({ name: line }, index) => summaryOf(data, index, line))
    .join(' ')
    .trim();
  return (
    <div>
      <Title order={2} fz="sm" mb={6}>
        {name}
      </Title>
      <TimeChart
        kind="line"
        height={140}
        lines={lines}
        data={data}
        span={span}
        format={format}
        summary={summary === '' ? t('chart.nothing', { name }) : summary}
        control={control}
        {...(top === undefined ? {} : { top })}
      />
    </div>
  );
};
