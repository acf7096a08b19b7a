import { Divider, Group, SegmentedControl, SimpleGrid, Skeleton, Stack, Text, Title } from '@mantine/core';
import { IconPhoto } from '@tabler/icons-react';
import type { Device } from '@tutti/contracts/devices';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useInferences, useRates, type Rates } from '../../api/inferences';
import { Accuracy } from '../../components/accuracy';
import { BandChart } from '../../components/chart/band-chart';
import { RangePicker } from '../../components/chart/range-picker';
import type { Stat } from '../../components/chart/series';
import { useWindow, type WindowControl } from '../../components/chart/use-window';
import { EmptyState } from '../../components/empty-state';
import { Loaded } from '../../components/loaded';
import { LoadMore } from '../../components/load-more';
import { PauseButton } from '../../components/pause-button';
import { RatesChart } from '../../components/rates-chart';
import { ResultGrid } from '../../components/result/result-grid';
import { useFormat } from '../../i18n/use-format';
import { useThen } from './past/past-context';

type Item = Rates['items'][number];

/** What to look for among the results. */
const choices = {
  all: '',
  wrong: 'correct==false',
  unsure: 'score=lt=0.6',
  warnings: 'warning==true',
} as const;
type Choice = keyof typeof choices;
const choiceNames = ['all', 'wrong', 'unsure', 'warnings'] as const satisfies readonly Choice[];

const isChoice = (text: string): text is Choice => Object.hasOwn(choices, text);

const NoResults = ({ choice }: { readonly choice: Choice }) => {
  const { t } = useTranslation();
  if (choice === 'all')
    return (
      <EmptyState
        icon={<IconPhoto size={24} />}
        title={t('edge.results.empty')}
        text={t('edge.results.emptyText')}
      />
    );
  return (
    <Text c="dimmed" size="sm" ta="center" py="xl">
      {t('edge.results.noneSuch')}
    </Text>
  );
};

const ChoicePicker = ({
  choice,
  onChange,
}: {
  readonly choice: Choice;
  readonly onChange: (choice: Choice) => void;
}) => {
  const { t } = useTranslation();
  return (
    <SegmentedControl
      size="xs"
      aria-label={t('edge.results.which')}
      value={choice}
      onChange={(value) => isChoice(value) && onChange(value)}
      data={choiceNames.map((value) => ({ value, label: t(`edge.results.${value}`) }))}
    />
  );
};

const Gallery = ({ deviceId }: { readonly deviceId: string }) => {
  const { t } = useTranslation();
  const [paused, setPaused] = useState(false);
  const [choice, setChoice] = useState<Choice>('all');
  const then = useThen();
  const to = then === null ? undefined : new Date(then + 1).toISOString();
  const query = useInferences({
    deviceId,
    pageSize: 24,
    q: choices[choice],
    to,
    paused: paused || then !== null,
  });
  return (
    <Stack gap="md">
      <Group justify="space-between">
        <ChoicePicker choice={choice} onChange={setChoice} />
        {then === null && <PauseButton paused={paused} onChange={setPaused} />}
      </Group>
      <Loaded query={query} skeleton={<Skeleton height={240} />}>
        {({ pages }) => {
          const results = pages.flatMap(({ items }) => items);
          if (results.length === 0) return <NoResults choice={choice} />;
          return <ResultGrid results={results} label={t('edge.tabs.results')} />;
        }}
      </Loaded>
      <LoadMore query={query} />
    </Stack>
  );
};

interface QualityProps {
  readonly rates: Rates | undefined;
  readonly control: WindowControl;
}

/** How sure and how fast, with the least and the greatest of each step. */
const Quality = ({ rates, control }: QualityProps) => {
  const { t } = useTranslation();
  const format = useFormat();
  if (!rates) return <Skeleton height={150} />;
  const { items, stepSeconds, span } = rates;
  const charts = [
    {
      name: t('overview.accuracy.score'),
      pick: (item: Item): Stat => ({ mean: item.meanScore, min: item.minScore, max: item.maxScore }),
      format: (value: number) => format.percent(value, 0),
      top: 1,
    },
    {
      name: t('overview.accuracy.latency'),
      pick: (item: Item): Stat => ({
        mean: item.meanLatencyMs,
        min: item.minLatencyMs,
        max: item.maxLatencyMs,
      }),
      format: format.milliseconds,
    },
  ];
  return (
    <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="xl">
      {charts.map(({ pick, ...chart }) => (
        <BandChart
          key={chart.name}
          {...chart}
          rows={items}
          pick={[pick]}
          lines={[{ name: chart.name, tone: 2 }]}
          stepSeconds={stepSeconds}
          span={span}
          control={control}
        />
      ))}
    </SimpleGrid>
  );
};

/** How much the device does, how well, and on what. */
export const DeviceResults = ({ device }: { readonly device: Device }) => {
  const { t } = useTranslation();
  const control = useWindow(900, useThen());
  const { data: rates } = useRates(control.window, device.id);
  return (
    <Stack gap="lg">
      <RangePicker control={control} />
      <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="xl">
        <div>
          <Title order={2} fz="sm" mb="sm">
            {t('overview.rates.title')}
          </Title>
          <RatesChart rates={rates} control={control} height={150} />
        </div>
        <div>
          <Title order={2} fz="sm" mb="sm">
            {t('overview.accuracy.title')}
          </Title>
          <Accuracy rates={rates} />
        </div>
      </SimpleGrid>
      <Quality rates={rates} control={control} />
      <Divider color="var(--tutti-line)" />
      <Gallery deviceId={device.id} />
    </Stack>
  );
};
