import { Grid, Stack, Text } from '@mantine/core';
import type { SummaryItem } from '@tutti/contracts/summary';
import { useTranslation } from 'react-i18next';
import { useSummaries } from '../../api/summaries';
import { usePermissions } from '../../api/use-permissions';
import { FirstSteps } from '../../components/first-steps';
import { Loaded } from '../../components/loaded';
import { LoadMore } from '../../components/load-more';
import { PageHeader } from '../../components/page-header';
import { RowsSkeleton } from '../../components/rows-skeleton';
import { Section } from '../../components/section';
import { DayTrend } from '../../components/summary/day-trend';
import { ComposeDay } from './compose-day';
import { SummarySettings } from './summary-settings';
import { SummaryTable } from './summary-table';

const steps = ['compose', 'tell', 'keep'] as const;

const FirstSummary = ({ mayManage }: { readonly mayManage: boolean }) => {
  const { t } = useTranslation();
  return (
    <FirstSteps
      title={t('summaries.first.title')}
      text={t('summaries.first.text')}
      label={t('summaries.first.label')}
      steps={steps.map((step) => ({
        title: t(`summaries.first.${step}.title`),
        text: t(`summaries.first.${step}.text`),
      }))}
    >
      {!mayManage && <Text size="sm">{t('summaries.first.ask')}</Text>}
    </FirstSteps>
  );
};

interface Props {
  readonly days: readonly SummaryItem[];
  readonly mayManage: boolean;
}

/** Two days make a line. */
const Overview = ({ days, mayManage }: Props) => {
  const { t } = useTranslation();
  const settings = <SummarySettings mayManage={mayManage} />;
  if (days.length < 2) return settings;
  return (
    <Grid gap="md">
      <Grid.Col span={{ base: 12, md: 8 }}>
        <Section title={t('summaries.list.trend')} h="100%">
          <DayTrend days={days} />
        </Section>
      </Grid.Col>
      <Grid.Col span={{ base: 12, md: 4 }}>{settings}</Grid.Col>
    </Grid>
  );
};

/** All days that were summed up. */
export const SummariesPage = () => {
  const { t } = useTranslation();
  const mayManage = usePermissions()('summaries:manage');
  const query = useSummaries();
  return (
    <>
      <PageHeader
        title={t('summaries.title')}
        text={t('summaries.text')}
        actions={mayManage && <ComposeDay />}
      />
      <Stack gap="md">
        <Loaded query={query} skeleton={<RowsSkeleton rows={4} height={56} />}>
          {({ pages }) => {
            const days = pages.flatMap(({ items }) => items);
            return (
              <>
                <Overview days={days} mayManage={mayManage} />
                {days.length === 0 ? <FirstSummary mayManage={mayManage} /> : <SummaryTable days={days} />}
              </>
            );
          }}
        </Loaded>
        <LoadMore query={query} />
      </Stack>
    </>
  );
};
