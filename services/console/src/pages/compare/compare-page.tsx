import { Paper, Stack, Text } from '@mantine/core';
import { IconGitCompare } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useComparison } from '../../api/models';
import { EmptyState } from '../../components/empty-state';
import { Loaded } from '../../components/loaded';
import { PageHeader } from '../../components/page-header';
import { RowsSkeleton } from '../../components/rows-skeleton';
import { useQueryState } from '../../lib/use-query-state';
import { BackToModels } from '../model/model-header';
import { Compared } from './compared';
import { ModelChoice } from './model-choice';

const nothing = { a: '', b: '' };

/** Two models beside each other. */
export const ComparePage = () => {
  const { t } = useTranslation();
  const [{ a, b }, change] = useQueryState(nothing);
  const query = useComparison(a, b);
  const isReady = a !== '' && b !== '' && a !== b;
  return (
    <>
      <PageHeader
        title={t('models.compare.title')}
        above={<BackToModels />}
        text={<Text size="sm">{t('models.compare.text')}</Text>}
      />
      <Stack gap="md">
        <ModelChoice a={a} b={b} onChange={change} />
        {isReady ? (
          <Loaded query={query} skeleton={<RowsSkeleton rows={3} height={160} />}>
            {(comparison) => <Compared comparison={comparison} />}
          </Loaded>
        ) : (
          <Paper withBorder radius="lg">
            <EmptyState
              icon={<IconGitCompare size={24} />}
              title={t(a !== '' && a === b ? 'models.compare.equal' : 'models.compare.chooseBoth')}
            />
          </Paper>
        )}
      </Stack>
    </>
  );
};
