import { Group, SegmentedControl, SimpleGrid, Skeleton, Stack, Text, Title } from '@mantine/core';
import { IconHeartbeat } from '@tabler/icons-react';
import type { Device, Vitals } from '@tutti/contracts/devices';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useVitals } from '../../api/vitals';
import { extremesOf, timeline } from '../../components/chart/series';
import { TimeChart } from '../../components/chart/time-chart';
import type { Span } from '../../components/chart/use-plot';
import { EmptyState } from '../../components/empty-state';
import { ProblemAlert } from '../../components/problem-alert';
import { useFormat } from '../../i18n/use-format';
import { hasValues, panelsOf, type Panel } from './vitals-panels';

const ranges = [15, 60, 360] as const;
/** Nothing for this long: the line breaks. */
const maxGapSeconds = 45;

interface ChartProps {
  readonly panel: Panel;
  readonly rows: readonly Vitals[];
  readonly span: Span;
}

const VitalsChart = ({ panel, rows, span }: ChartProps) => {
  const { t } = useTranslation();
  const data = timeline(
    rows,
    panel.lines.map(({ pick }) => pick),
    maxGapSeconds,
  );
  const lines = panel.lines.map(({ name, tone }) => ({ name: t(`edge.vitals.${name}`), tone }));
  const summary = lines
    .map(({ name }, line) => {
      const extremes = extremesOf(data.values[line] ?? []);
      if (!extremes) return '';
      const { last, min, max } = extremes;
      return t('edge.vitals.summary', {
        name,
        now: panel.format(last),
        min: panel.format(min),
        max: panel.format(max),
      });
    })
    .join(' ');
  return (
    <div>
      <Title order={2} fz="sm" mb={6}>
        {t(`edge.vitals.${panel.name}`)}
      </Title>
      <TimeChart
        kind="line"
        height={140}
        lines={lines}
        data={data}
        span={span}
        format={panel.format}
        summary={summary}
        {...(panel.top === undefined ? {} : { top: panel.top })}
      />
    </div>
  );
};

const RangePicker = ({
  minutes,
  onChange,
}: {
  readonly minutes: number;
  readonly onChange: (to: number) => void;
}) => {
  const { t } = useTranslation();
  const label = (range: number): string =>
    range < 60 ? t('edge.vitals.minutes', { count: range }) : t('edge.vitals.hours', { count: range / 60 });
  return (
    <SegmentedControl
      size="xs"
      aria-label={t('edge.vitals.range')}
      value={String(minutes)}
      onChange={(text) => onChange(Number(text))}
      data={ranges.map((range) => ({ value: String(range), label: label(range) }))}
    />
  );
};

/** How the machine is doing. */
export const VitalsCharts = ({ device }: { readonly device: Device }) => {
  const { t } = useTranslation();
  const format = useFormat();
  const [minutes, setMinutes] = useState<number>(ranges[0]);
  const { data: rows, error, dataUpdatedAt } = useVitals(device.id, minutes);
  const span: Span = [dataUpdatedAt / 1_000 - minutes * 60, dataUpdatedAt / 1_000];
  const panels = panelsOf(format).filter((panel) => rows && hasValues(panel, rows));
  return (
    <Stack gap="lg">
      <Group justify="flex-end">
        <RangePicker minutes={minutes} onChange={setMinutes} />
      </Group>
      {error && !rows && <ProblemAlert error={error} />}
      {!error && !rows && <Skeleton height={360} />}
      {rows?.length === 0 && <EmptyState icon={<IconHeartbeat size={24} />} title={t('edge.vitals.empty')} />}
      <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="xl" verticalSpacing="xl">
        {rows &&
          panels.map((panel) => <VitalsChart key={panel.name} panel={panel} rows={rows} span={span} />)}
      </SimpleGrid>
      {rows && rows.length > 0 && !panels.some(({ name }) => name === 'temperature') && (
        <Text size="xs" c="dimmed">
          {t('edge.vitals.noTemperature')}
        </Text>
      )}
    </Stack>
  );
};
