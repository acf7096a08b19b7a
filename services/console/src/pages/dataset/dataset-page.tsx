import { IconLibraryPhoto } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { useDataset } from '../../api/datasets';
import { useLabelSchema } from '../../api/label-schemas';
import { problemStatus } from '../../api/problem-error';
import { EmptyState } from '../../components/empty-state';
import { ProblemAlert } from '../../components/problem-alert';
import { RowsSkeleton } from '../../components/rows-skeleton';
import { Back, DatasetHeader } from './dataset-header';
import { DatasetTabs } from './dataset-tabs';
import { Readiness } from './readiness';

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
  if (dataset && schema.data) {
    const shown = { dataset, schema: schema.data };
    return (
      <>
        <DatasetHeader shown={shown} />
        <Readiness shown={shown} />
        <DatasetTabs shown={shown} />
      </>
    );
  }
  const failure = error ?? schema.error;
  if (!failure) return <RowsSkeleton rows={4} height={96} />;
  return <ProblemAlert error={failure} onRetry={() => void (error ? refetch() : schema.refetch())} />;
};
