import { Anchor } from '@mantine/core';
import { IconCube } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link, Navigate, useParams } from 'react-router';
import { useModelOfArtifact } from '../../api/models';
import { problemStatus } from '../../api/problem-error';
import { EmptyState } from '../../components/empty-state';
import { Loaded } from '../../components/loaded';
import { RowsSkeleton } from '../../components/rows-skeleton';

/** Leads to the model whose file has this digest: devices know nothing else of what they run. */
export const ByDigestPage = () => {
  const { t } = useTranslation();
  const { digest = '' } = useParams();
  const query = useModelOfArtifact(digest);
  if ([400, 404].includes(problemStatus(query.error) ?? 0))
    return (
      <EmptyState
        icon={<IconCube size={24} />}
        order={1}
        title={t('models.notKnown')}
        text={t('models.notKnownText')}
      >
        <Anchor component={Link} to="/models" size="sm">
          {t('models.back')}
        </Anchor>
      </EmptyState>
    );
  return (
    <Loaded query={query} skeleton={<RowsSkeleton rows={2} height={96} />}>
      {(id) => <Navigate to={`/models/${id}`} replace />}
    </Loaded>
  );
};
