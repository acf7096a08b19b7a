import { Divider, Group, SegmentedControl, SimpleGrid, Skeleton, Stack, Text, Title } from '@mantine/core';
import { IconPhoto } from '@tabler/icons-react';
import type { Device } from '@tutti/contracts/devices';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useInferences, useRates } from '../../api/inferences';
import { Accuracy } from '../../components/accuracy';
import { EmptyState } from '../../components/empty-state';
import { LoadMore } from '../../components/load-more';
import { PauseButton } from '../../components/pause-button';
import { ProblemAlert } from '../../components/problem-alert';
import { RatePicker, RatesChart, rateRanges, type RateRange } from '../../components/rates-chart';
import { ResultGrid } from '../../components/result/result-grid';

/** What to look for among the results. */
const choices = { all: '', wrong: 'correct==false', unsure: 'score=lt=0.6' } as const;
type Choice = keyof typeof choices;

const isChoice = (text: string): text is Choice => Object.hasOwn(choices, text);

const Gallery = ({ deviceId }: { readonly deviceId: string }) => {
  const { t } = useTranslation();
  const [paused, setPaused] = useState(false);
  const [choice, setChoice] = useState<Choice>('all');
  const query = useInferences({ deviceId, pageSize: 24, q: choices[choice], paused });
  const results = query.data?.pages.flatMap(({ items }) => items);
  return (
    <Stack gap="md">
      <Group justify="space-between">
        <SegmentedControl
          size="xs"
          aria-label={t('edge.results.which')}
          value={choice}
          onChange={(value) => isChoice(value) && setChoice(value)}
          data={Object.keys(choices).map((value) => ({ value, label: t(`edge.results.${value as Choice}`) }))}
        />
        <PauseButton paused={paused} onChange={setPaused} />
      </Group>
      {query.error && !results && <ProblemAlert error={query.error} />}
      {!query.error && !results && <Skeleton height={240} />}
      {results?.length === 0 && choice === 'all' && (
        <EmptyState
          icon={<IconPhoto size={24} />}
          title={t('edge.results.empty')}
          text={t('edge.results.emptyText')}
        />
      )}
      {results?.length === 0 && choice !== 'all' && (
        <Text c="dimmed" size="sm" ta="center" py="xl">
          {t('edge.results.noneSuch')}
        </Text>
      )}
      {results && results.length > 0 && <ResultGrid results={results} label={t('edge.tabs.results')} />}
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
