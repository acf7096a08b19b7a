import { Button, Group, Paper, Stack } from '@mantine/core';
import { IconBook2, IconSearchOff } from '@tabler/icons-react';
import type { Solution } from '@tutti/contracts/training';
import { trainingTask } from '@tutti/contracts/training';
import { useTranslation } from 'react-i18next';
import { newestOf, useSolutions } from '../../api/solutions';
import { usePermissions } from '../../api/use-permissions';
import { Choice } from '../../components/choice';
import { EmptyState } from '../../components/empty-state';
import { Loaded } from '../../components/loaded';
import { PageHeader } from '../../components/page-header';
import { RowsSkeleton } from '../../components/rows-skeleton';
import { SearchBox } from '../../components/search-box';
import { usePhrase } from '../../i18n/server-words';
import { useQueryState } from '../../lib/use-query-state';
import { SolutionCard } from './solution-card';

const everything = { search: '', task: '' };

interface ListProps {
  readonly solutions: readonly Solution[];
  readonly view: typeof everything;
  readonly onClear: () => void;
}

const SolutionList = ({ solutions, view, onClear }: ListProps) => {
  const { t } = useTranslation();
  const phrase = usePhrase();
  const mayManage = usePermissions()('training:manage');
  const wanted = view.search.trim().toLowerCase();
  const found = solutions.filter((solution) => {
    const manifest = newestOf(solution)?.manifest;
    const text = [manifest?.name, manifest?.description]
      .map((part = '') => `${part} ${phrase(part)}`)
      .join(' ');
    return (view.task === '' || manifest?.task === view.task) && text.toLowerCase().includes(wanted);
  });
  if (found.length === 0)
    return (
      <Paper withBorder radius="lg">
        {solutions.length === 0 ? (
          <EmptyState
            icon={<IconBook2 size={24} />}
            title={t('solutions.list.emptyTitle')}
            text={t('solutions.list.emptyText')}
          />
        ) : (
          <EmptyState
            icon={<IconSearchOff size={24} />}
            title={t('solutions.list.noMatchTitle')}
            text={t('solutions.list.noMatchText')}
          >
            <Button variant="default" mt="sm" onClick={onClear}>
              {t('solutions.list.clear')}
            </Button>
          </EmptyState>
        )}
      </Paper>
    );
  return (
    <ul className="solution-cards" aria-label={t('solutions.list.label')}>
      {found.map((solution) => (
        <li key={solution.key}>
          <SolutionCard solution={solution} mayManage={mayManage} />
        </li>
      ))}
    </ul>
  );
};

/** The catalogue: what can be learned, and how. */
export const SolutionsPage = () => {
  const { t } = useTranslation();
  const query = useSolutions();
  const [view, change] = useQueryState(everything);
  return (
    <>
      <PageHeader title={t('solutions.title')} text={t('solutions.text')} />
      <Stack gap="md">
        <Group gap="sm">
          <div style={{ flex: '1 1 260px' }}>
            <SearchBox
              label={t('solutions.list.search')}
              value={view.search}
              onChange={(search) => change({ search })}
            />
          </div>
          <Choice
            label={t('solutions.list.task')}
            value={view.task}
            onChange={(task) => change({ task })}
            data={[
              { value: '', label: t('solutions.list.allTasks') },
              ...trainingTask.options.map((task) => ({ value: task, label: t(`datasets.task.${task}`) })),
            ]}
          />
        </Group>
        <Loaded query={query} skeleton={<RowsSkeleton rows={2} height={160} />}>
          {(solutions) => (
            <SolutionList
              solutions={solutions}
              view={view}
              onClear={() => change({ search: '', task: '' })}
            />
          )}
        </Loaded>
      </Stack>
    </>
  );
};
