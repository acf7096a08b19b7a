import { Anchor } from '@mantine/core';
import { IconArrowLeft, IconLibraryPhoto } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { useDataset } from '../../api/datasets';
import { useLabelSchema } from '../../api/label-schemas';
import { problemStatus } from '../../api/problem-error';
import { EmptyState } from '../../components/empty-state';
import { PageHeader } from '../../components/page-header';
import { ProblemAlert } from '../../components/problem-alert';
import { RowsSkeleton } from '../../components/rows-skeleton';
import { DatasetTabs } from './dataset-tabs';

const Back = () => {
  const { t } = useTranslation();
  return (
    <Anchor component={Link} to="/datasets" size="sm" c="dimmed">
      <IconArrowLeft size={14} aria-hidden="true" style={{ verticalAlign: '-2px' }} /> {t('datasets.back')}
    </Anchor>
  );
};

/** One dataset: its pictures, its classes, what was frozen of it and how it came to be. */
export const DatasetPage = () => {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const { data: dataset, error, refetch } = useDataset(id);
  const schema = useLabelSchema(dataset?.labelSchemaId);
  // An address that cannot be a dataset's is no dataset either.
  if ([400, 404].includes(problemStatus(error) ?? 0))
    return (
      <EmptyState icon={<IconLibraryPhoto size={24} />} order={1} title={t('datasets.notFound')}>
        <Back />
      </EmptyState>
    );
  if (dataset && schema.data)
    return (
      <>
        <PageHeader title={dataset.name} above={<Back />} />
        <DatasetTabs shown={{ dataset, schema: schema.data }} />
      </>
    );
  const failure = error ?? schema.error;
  if (!failure) return <RowsSkeleton rows={4} height={96} />;
  return <ProblemAlert error={failure} onRetry={() => void (error ? refetch() : schema.refetch())} />;
};
