import { Box, Button } from '@mantine/core';
import { IconPhotoPlus, IconTags } from '@tabler/icons-react';
import type { Dataset, LabelSchema } from '@tutti/contracts/datasets';
import { useTranslation } from 'react-i18next';
import { Link, useParams, useSearchParams } from 'react-router';
import { useDataset } from '../../api/datasets';
import { useLabelSchema } from '../../api/label-schemas';
import { useMe } from '../../api/sessions';
import { EmptyState } from '../../components/empty-state';
import { ProblemAlert } from '../../components/problem-alert';
import { Splash } from '../../app/splash';
import { LabellerView } from './labeller';

const Missing = ({ dataset, what }: { readonly dataset: Dataset; readonly what: 'Classes' | 'Pictures' }) => {
  const { t } = useTranslation();
  const path = `/datasets/${dataset.id}${what === 'Classes' ? '/classes' : ''}`;
  return (
    <EmptyState
      order={1}
      icon={what === 'Classes' ? <IconTags size={24} /> : <IconPhotoPlus size={24} />}
      title={t(`labelling.end.no${what}`)}
      text={t(`labelling.end.no${what}Text`)}
    >
      <Button component={Link} to={path} mt="sm">
        {t(`labelling.end.to${what}`)}
      </Button>
    </EmptyState>
  );
};

const Ready = ({ dataset, schema }: { readonly dataset: Dataset; readonly schema: LabelSchema }) => {
  const [params] = useSearchParams();
  const { data: me } = useMe();
  const [q, sort] = [params.get('q') ?? '', params.get('sort') ?? 'score'];
  if (!me) return <Splash />;
  if (schema.classes.every(({ retired }) => retired)) return <Missing dataset={dataset} what="Classes" />;
  if (dataset.items.total === 0) return <Missing dataset={dataset} what="Pictures" />;
  return (
    <LabellerView
      key={`${me.id} ${q} ${sort}`}
      dataset={dataset}
      schema={schema}
      sitting={{ userId: me.id, datasetId: dataset.id, q, sort }}
      itemId={params.get('item') ?? undefined}
    />
  );
};

const Opened = ({ id }: { readonly id: string }) => {
  const dataset = useDataset(id);
  const schema = useLabelSchema(dataset.data?.labelSchemaId);
  const fault = dataset.error ?? schema.error;
  if (dataset.data && schema.data) return <Ready dataset={dataset.data} schema={schema.data} />;
  if (!fault) return <Splash />;
  return (
    <Box p="md">
      <ProblemAlert error={fault} onRetry={() => void dataset.refetch()} />
    </Box>
  );
};

/**
 * Labels one picture after the other. `?item=` names the one to begin with; `?q=` and `?sort=` choose others than those
 * that wait.
 */
export const LabellerPage = () => {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const { data: dataset } = useDataset(id);
  return (
    <main className="lb" id="content" tabIndex={-1}>
      <title>{`${t('labelling.pageTitle', { name: dataset?.name ?? '' })} · ${t('title')}`}</title>
      <Opened key={id} id={id} />
    </main>
  );
};
