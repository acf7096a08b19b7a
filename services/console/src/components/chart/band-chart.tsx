import { Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Line } from './chart-options';
import { bandedTimeline, extremesOf, type Stat } from './series';
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

/** Means as lines, within bands from the least to the greatest. Where nothing was measured nothing is drawn. */
export const BandChart = <Row extends { readonly at: string }>(props: Props<Row>) => {
  const { t } = useTranslation();
  const { name, rows, pick, stepSeconds, span, control, format, top } = props;
  const data = bandedTimeline(rows, pick, Math.max(leastGapSeconds, stepSeconds * 1.5));
  const lines = props.lines.map((line) => ({ ...line, banded: true }));
  const summary = lines
    .map((line, index) => {
      const last = extremesOf(data.values[index] ?? [])?.last;
      const min = extremesOf(data.bands?.[index]?.low ?? [])?.min;
      const max = extremesOf(data.bands?.[index]?.high ?? [])?.max;
      if (last === undefined || min === undefined || max === undefined) return '';
      return t('edge.vitals.summary', {
        name: line.name,
        now: format(last),
        min: format(min),
        max: format(max),
      });
    })
    .join(' ');
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
