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
import { Loaded } from '../../components/loaded';
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

interface PanelsProps {
  readonly rows: readonly Vitals[];
  readonly span: Span;
}

const Panels = ({ rows, span }: PanelsProps) => {
  const { t } = useTranslation();
  const format = useFormat();
  if (rows.length === 0)
    return <EmptyState icon={<IconHeartbeat size={24} />} title={t('edge.vitals.empty')} />;
  const panels = panelsOf(format).filter((panel) => hasValues(panel, rows));
  return (
    <>
      <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="xl" verticalSpacing="xl">
        {panels.map((panel) => (
          <VitalsChart key={panel.name} panel={panel} rows={rows} span={span} />
        ))}
      </SimpleGrid>
      {!panels.some(({ name }) => name === 'temperature') && (
        <Text size="xs" c="dimmed">
          {t('edge.vitals.noTemperature')}
        </Text>
      )}
    </>
  );
};

/** How the machine is doing. */
export const VitalsCharts = ({ device }: { readonly device: Device }) => {
  const [minutes, setMinutes] = useState<number>(ranges[0]);
  const query = useVitals(device.id, minutes);
  const to = query.dataUpdatedAt / 1_000;
  return (
    <Stack gap="lg">
      <Group justify="flex-end">
        <RangePicker minutes={minutes} onChange={setMinutes} />
      </Group>
      <Loaded query={query} skeleton={<Skeleton height={360} />}>
        {(rows) => <Panels rows={rows} span={[to - minutes * 60, to]} />}
      </Loaded>
    </Stack>
  );
};
