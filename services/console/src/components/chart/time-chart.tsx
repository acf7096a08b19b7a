import { Group, Text } from '@mantine/core';
import { useFormat } from '../../i18n/use-format';
import type { ChartShape } from './chart-options';
import { ChartTable } from './chart-table';
import type { Timeline, Value } from './series';
import { usePlot, type Span } from './use-plot';
import type { WindowControl } from './use-window';
import 'uplot/dist/uPlot.min.css';
import './time-chart.css';

interface Props extends Omit<ChartShape, 'clock'> {
  readonly data: Timeline;
  readonly span: Span;
  /** The chart in words. */
  readonly summary: string;
  /** Lets the pointer pick a stretch of time. */
  readonly control?: WindowControl;
}

const valueAt = (line: readonly Value[] | undefined, index: number | null): Value =>
  index === null ? (line?.findLast((value) => value !== null) ?? null) : (line?.[index] ?? null);

const rangeAt = (
  { bands }: Timeline,
  line: number,
  index: number | null,
  format: (value: number) => string,
): string => {
  const band = bands?.[line];
  const low = valueAt(band?.low, index);
  const high = valueAt(band?.high, index);
  return index === null || low === null || high === null || low === high
    ? ''
    : `${format(low)} – ${format(high)}`;
};

/** Lines or bars over time. Above it the latest values, or those below the pointer. */
export const TimeChart = ({ data, span, summary, control, ...given }: Props) => {
  const format = useFormat();
  const clock = (seconds: number, step: number): string => {
    const isMidnight = new Date(seconds * 1_000).getHours() === 0 && seconds % 3_600 === 0;
    if (step >= 86_400 || (step >= 3_600 && isMidnight)) return format.day(seconds * 1_000);
    return format.clock(seconds * 1_000).slice(0, step >= 60 ? 5 : 8);
  };
  const shape = { ...given, clock };
  const { host, index } = usePlot(shape, data, span, { onZoom: control?.show, onReset: control?.goLive });
  const several = shape.lines.length > 1;
  const time = index === null ? undefined : data.times[index];
  return (
    <figure className="chart" style={{ margin: 0 }}>
      <Group gap="md" mb={4} aria-hidden="true" justify="space-between">
        <Group gap="md">
          {shape.lines.map(({ name, tone }, line) => {
            const value = valueAt(data.values[line], index);
            const range = rangeAt(data, line, index, shape.format);
            return (
              <Group gap={6} key={name} align="baseline">
                {(several || given.kind === 'bars') && (
                  <>
                    <span className="chart-key" style={{ background: `var(--tutti-series-${tone})` }} />
                    <Text size="xs" c="dimmed" span>
                      {name}
                    </Text>
                  </>
                )}
                <Text size="sm" fw={600} className="num" span>
                  {value === null ? '—' : shape.format(value)}
                </Text>
                {range !== '' && (
                  <Text size="xs" c="dimmed" className="num" span>
                    {range}
                  </Text>
                )}
              </Group>
            );
          })}
        </Group>
        <Text size="xs" c="dimmed" className="num">
          {time === undefined ? '' : format.moment(time * 1_000)}
        </Text>
      </Group>
      <div ref={host} role="img" aria-label={summary} style={{ minHeight: shape.height }} />
      {control && <ChartTable shape={shape} data={data} title={summary} />}
    </figure>
  );
};
