import { Divider, Group, SegmentedControl, SimpleGrid, Skeleton, Stack, Text, Title } from '@mantine/core';
import { IconPhoto } from '@tabler/icons-react';
import type { Device } from '@tutti/contracts/devices';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useInferences, useRates } from '../../api/inferences';
import { Accuracy } from '../../components/accuracy';
import { EmptyState } from '../../components/empty-state';
import { Loaded } from '../../components/loaded';
import { LoadMore } from '../../components/load-more';
import { PauseButton } from '../../components/pause-button';
import { RatePicker, RatesChart, rateRanges, type RateRange } from '../../components/rates-chart';
import { ResultGrid } from '../../components/result/result-grid';

/** What to look for among the results. */
const choices = { all: '', wrong: 'correct==false', unsure: 'score=lt=0.6' } as const;
type Choice = keyof typeof choices;
const choiceNames = ['all', 'wrong', 'unsure'] as const satisfies readonly Choice[];

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
  const query = useInferences({ deviceId, pageSize: 24, q: choices[choice], paused });
  return (
    <Stack gap="md">
      <Group justify="space-between">
        <ChoicePicker choice={choice} onChange={setChoice} />
        <PauseButton paused={paused} onChange={setPaused} />
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

/** How much the device does, how well, and on what. */
export const DeviceResults = ({ device }: { readonly device: Device }) => {
  const { t } = useTranslation();
  const [range, setRange] = useState<RateRange>('short');
  const { minutes, stepSeconds } = rateRanges[range];
  const { data: rates, dataUpdatedAt } = useRates(minutes, stepSeconds, device.id);
  return (
    <Stack gap="lg">
      <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="xl">
        <div>
          <Group justify="space-between" mb="sm">
            <Title order={2} fz="sm">
              {t('overview.rates.title')}
            </Title>
            <RatePicker range={range} onChange={setRange} />
          </Group>
          <RatesChart rates={rates} range={range} at={dataUpdatedAt} height={150} />
        </div>
        <div>
          <Title order={2} fz="sm" mb="sm" lh="28px">
            {t('overview.accuracy.title')}
          </Title>
          <Accuracy rates={rates} />
        </div>
      </SimpleGrid>
      <Divider color="var(--tutti-line)" />
      <Gallery deviceId={device.id} />
    </Stack>
  );
};
