import { Group, Text } from '@mantine/core';
import { useFormat } from '../../i18n/use-format';
import type { ChartShape } from './chart-options';
import type { Timeline, Value } from './series';
import { usePlot, type Span } from './use-plot';
import 'uplot/dist/uPlot.min.css';
import './time-chart.css';

interface Props extends Omit<ChartShape, 'clock'> {
  readonly data: Timeline;
  readonly span: Span;
  /** The chart in words. */
  readonly summary: string;
}

const valueAt = (line: readonly Value[] | undefined, index: number | null): Value =>
  index === null ? (line?.findLast((value) => value !== null) ?? null) : (line?.[index] ?? null);

/** Lines or bars over time. Above it the latest values, or those below the pointer. */
export const TimeChart = ({ data, span, summary, ...given }: Props) => {
  const format = useFormat();
  const wide = span[1] - span[0] > 3_600;
  const clock = (seconds: number): string => format.clock(seconds * 1_000).slice(0, wide ? 5 : 8);
  const shape = { ...given, clock };
  const { host, index } = usePlot(shape, data, span);
  const several = shape.lines.length > 1;
  const time = index === null ? undefined : data.times[index];
  return (
    <figure className="chart" style={{ margin: 0 }}>
      <Group gap="md" mb={4} aria-hidden="true" justify="space-between">
        <Group gap="md">
          {shape.lines.map(({ name, tone }, line) => {
            const value = valueAt(data.values[line], index);
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
              </Group>
            );
          })}
        </Group>
        <Text size="xs" c="dimmed" className="num">
          {time === undefined ? '' : format.clock(time * 1_000)}
        </Text>
      </Group>
      <div ref={host} role="img" aria-label={summary} style={{ minHeight: shape.height }} />
    </figure>
  );
};
