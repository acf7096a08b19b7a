import { Grid, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useDeviceCounts } from '../../api/devices';
import { useRates } from '../../api/inferences';
import { Accuracy } from '../../components/accuracy';
import { FirstDevice } from '../../components/first-device';
import { PageHeader } from '../../components/page-header';
import { ProblemAlert } from '../../components/problem-alert';
import { RangePicker } from '../../components/chart/range-picker';
import { useWindow } from '../../components/chart/use-window';
import { RatesChart } from '../../components/rates-chart';
import { Section } from '../../components/section';
import { BadgeTiles } from './badge-tiles';
import { NewestEvents } from './newest-events';
import { NewestResults } from './newest-results';
import { WaitingRequests } from './waiting-requests';

const Fleet = () => {
  const { t } = useTranslation();
  const control = useWindow(900);
  const { data: rates, error } = useRates(control.window);
  return (
    <Stack gap="md">
      {error && !rates && <ProblemAlert error={error} />}
      <Grid gap="md">
        <Grid.Col span={{ base: 12, md: 8.5 }}>
          <Section title={t('overview.rates.title')} h="100%" actions={<RangePicker control={control} />}>
            <RatesChart rates={rates} control={control} />
          </Section>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 3.5 }}>
          <Section title={t('overview.accuracy.title')} h="100%">
            <Accuracy rates={rates} />
          </Section>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 8.5 }}>
          <NewestResults />
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 3.5 }}>
          <NewestEvents />
        </Grid.Col>
      </Grid>
    </Stack>
  );
};

/** The fleet at a glance. */
export const OverviewPage = () => {
  const { t } = useTranslation();
  const { data: counts, error } = useDeviceCounts();
  return (
    <>
      <PageHeader
        title={t('overview.title')}
        {...(counts ? { text: t('overview.devices', { count: counts.total }) } : {})}
      />
      <WaitingRequests />
      {error && !counts && <ProblemAlert error={error} />}
      {counts?.total === 0 ? (
        <Stack gap="md">
          <FirstDevice />
          <NewestEvents />
        </Stack>
      ) : (
        <>
          <BadgeTiles counts={counts} />
          <Fleet />
        </>
      )}
    </>
  );
};
