import { Button, Grid, Group, Stack, Title } from '@mantine/core';
import { IconGitCompare, IconSnowflake } from '@tabler/icons-react';
import type { DatasetVersion } from '@tutti/contracts/datasets';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { useVersion, useVersionStatistics } from '../../../api/dataset-versions';
import { problemStatus } from '../../../api/problem-error';
import { EmptyState } from '../../../components/empty-state';
import { Loaded } from '../../../components/loaded';
import { RowsSkeleton } from '../../../components/rows-skeleton';
import { Section } from '../../../components/section';
import { useShownDataset } from '../use-shown-dataset';
import { BackToVersions } from './back-to-versions';
import { TakeAlong } from './take-along';
import { VersionCharts } from './version-charts';
import { VersionFacts } from './version-facts';
import { VersionPictures } from './version-pictures';

const Heading = ({ version: { number } }: { readonly version: DatasetVersion }) => {
  const { t } = useTranslation();
  const { dataset } = useShownDataset();
  const [from, to] = number > 1 ? [number - 1, number] : [number, number + 1];
  return (
    <Group justify="space-between" align="flex-end">
      <div>
        <BackToVersions />
        <Title order={2} fz="xl">
          {t('versions.name', { number })}
        </Title>
      </div>
      {dataset.versions > 1 && (
        <Button
          component={Link}
          to={`/datasets/${dataset.id}/versions/compare?from=${from}&to=${to}`}
          variant="default"
          leftSection={<IconGitCompare size={16} />}
        >
          {t('versions.compare.open')}
        </Button>
      )}
    </Group>
  );
};

const Shown = ({ version }: { readonly version: DatasetVersion }) => {
  const { t } = useTranslation();
  const { dataset } = useShownDataset();
  const statistics = useVersionStatistics(dataset.id, version.number);
  return (
    <Stack gap="md">
      <Heading version={version} />
      <Grid gap="md">
        <Grid.Col span={{ base: 12, md: 8 }}>
          <Stack gap="md">
            <Section title={t('versions.charts.title')}>
              <Loaded query={statistics} skeleton={<RowsSkeleton rows={6} height={20} />}>
                {(found) => <VersionCharts statistics={found} />}
              </Loaded>
            </Section>
            <Section title={t('versions.pictures.title')}>
              <VersionPictures version={version} />
            </Section>
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 4 }} order={{ base: -1, md: 2 }}>
          <Stack gap="md">
            <Section title={t('versions.facts.title')}>
              <VersionFacts version={version} statistics={statistics.data} />
            </Section>
            <Section title={t('versions.take.title')}>
              <TakeAlong version={version} />
            </Section>
          </Stack>
        </Grid.Col>
      </Grid>
    </Stack>
  );
};

/** One frozen version: what is in it, where it comes from, and how to take it along. */
export const VersionTab = () => {
  const { t } = useTranslation();
  const { dataset } = useShownDataset();
  const { number = '' } = useParams();
  const query = useVersion(dataset.id, Number(number));
  if ([400, 404].includes(problemStatus(query.error) ?? 0))
    return (
      <EmptyState icon={<IconSnowflake size={24} />} title={t('versions.notFound')}>
        <BackToVersions />
      </EmptyState>
    );
  return (
    <Loaded query={query} skeleton={<RowsSkeleton rows={4} height={96} />}>
      {(version) => <Shown version={version} />}
    </Loaded>
  );
};
