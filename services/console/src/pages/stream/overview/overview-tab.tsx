import { Grid, Stack, Title } from '@mantine/core';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { useModels } from '../../../api/models';
import { Loaded } from '../../../components/loaded';
import { RowsSkeleton } from '../../../components/rows-skeleton';
import { Section } from '../../../components/section';
import { useShownStream } from '../use-shown-stream';
import { Glance } from './glance';
import { RunTable } from './run-table';
import { trendOf } from './trend';
import { TrendChart } from './trend-chart';

/** Whether the models get better, what was trained, and how things stand. */
export const OverviewTab = () => {
  const { t } = useTranslation();
  const shown = useShownStream();
  const { id, gate } = shown.stream;
  const headingId = useId();
  const query = useModels({ q: `streamId==${id}` });
  const metric = t(`models.metric.${gate.metric}`);
  return (
    <Grid gap="md">
      <Grid.Col span={{ base: 12, md: 8 }} order={{ base: 2, md: 1 }}>
        <Stack gap="md">
          <Section title={t('stream.trend.title')} aside={metric}>
            <Loaded query={query} skeleton={<RowsSkeleton rows={1} height={190} />}>
              {({ pages }) => (
                <TrendChart
                  points={trendOf(
                    pages.flatMap(({ items }) => items),
                    gate.metric,
                  )}
                  metric={metric}
                />
              )}
            </Loaded>
          </Section>
          <section aria-labelledby={headingId}>
            <Title order={2} id={headingId} fz="sm" fw={600} mb="sm">
              {t('stream.runs.title')}
            </Title>
            <RunTable streamId={id} />
          </section>
        </Stack>
      </Grid.Col>
      <Grid.Col span={{ base: 12, md: 4 }} order={{ base: 1, md: 2 }}>
        <Glance shown={shown} />
      </Grid.Col>
    </Grid>
  );
};
