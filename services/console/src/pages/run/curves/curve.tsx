import { Group, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ChartShape, Line } from '../../../components/chart/chart-options';
import { ChartTable } from '../../../components/chart/chart-table';
import type { Timeline } from '../../../components/chart/series';
import { usePlot } from '../../../components/chart/use-plot';
import { runs } from '../../../i18n/en/runs';
import { useFormat } from '../../../i18n/use-format';
import { courseOf, type CurveChart } from './curve-charts';
import 'uplot/dist/uPlot.min.css';
import '../../../components/chart/time-chart.css';

type Kind = keyof typeof runs.curves.kind;
const isKind = (kind: string): kind is Kind => Object.hasOwn(runs.curves.kind, kind);
/** Shares of 1. */
const shares: ReadonlySet<string> = new Set(['accuracy', 'map50', 'macro f1', 'f1', 'precision', 'recall']);
const tones = [1, 2, 3] as const;

/** What the last round said, or the one below the pointer. */
const valueAt = ({ values }: Timeline, line: number, index: number | null): number | undefined => {
  const all = values[line] ?? [];
  return (index === null ? all.findLast((value) => value !== null) : all[index]) ?? undefined;
};

interface KeysProps {
  readonly shape: ChartShape;
  readonly data: Timeline;
  readonly index: number | null;
}

const Keys = ({ shape, data, index }: KeysProps) => (
  <Group gap="md" aria-hidden="true">
    {shape.lines.map(({ name, tone }, line) => {
      const value = valueAt(data, line, index);
      return (
        <Group gap={6} key={name} align="baseline">
          <span className="chart-key" style={{ background: `var(--tutti-series-${tone})` }} />
          <Text size="xs" c="dimmed" span>
            {name}
          </Text>
          <Text size="sm" fw={600} className="num" span>
            {value === undefined ? '—' : shape.format(value)}
          </Text>
        </Group>
      );
    })}
  </Group>
);

/** One kind of curve over the rounds of learning. */
export const Curve = ({ chart: { kind, lines, data } }: { readonly chart: CurveChart }) => {
  const { t } = useTranslation();
  const { number } = useFormat();
  const plain = kind.replace(/^int8 /, '');
  const word = isKind(plain) ? t(`runs.curves.kind.${plain}`) : plain;
  const name = plain === kind ? word : `${word} (int8)`;
  const nameOf = (index: number): string => {
    const part = lines[index];
    return part ? t(`runs.curves.of.${part}`) : name;
  };
  const drawn: readonly Line[] = lines.map((_, index) => ({
    name: nameOf(index),
    tone: tones[index % tones.length] ?? 1,
  }));
  const shape: ChartShape = {
    kind: 'line',
    lines: drawn,
    height: 160,
    numeric: true,
    format: (value) => number(value, 3),
    clock: (round) => number(round),
    ...(shares.has(plain) ? { top: 1 } : {}),
  };
  const [from, to] = [data.times[0] ?? 0, data.times.at(-1) ?? 1];
  const { host, index } = usePlot(shape, data, [from, Math.max(to, from + 1)], {});
  const summary = drawn.flatMap((line, at) => {
    const course = courseOf(data.values[at] ?? []);
    if (!course) return [];
    const said = (value: number): string => number(value, 3);
    const { first, last, min, max } = course;
    return t('runs.curves.summary', {
      name: line.name,
      first: said(first),
      last: said(last),
      min: said(min),
      max: said(max),
    });
  });
  return (
    <figure style={{ margin: 0 }} data-curve={kind} aria-label={t('runs.curves.chart', { name })}>
      <Group justify="space-between" mb={4}>
        <Title order={3} fz="sm">
          {name}
        </Title>
        <Keys shape={shape} data={data} index={index} />
      </Group>
      <div ref={host} role="img" aria-label={summary.join(' ')} style={{ minHeight: shape.height }} />
      <ChartTable
        shape={shape}
        data={data}
        title={t('runs.curves.chart', { name })}
        by={{ name: t('runs.curves.step'), text: number }}
      />
    </figure>
  );
};
