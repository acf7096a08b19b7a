import { Button, Group, SegmentedControl, Stack } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconGitCompare, IconUpload } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useModels } from '../../api/models';
import { usePermissions } from '../../api/use-permissions';
import { Loaded } from '../../components/loaded';
import { LoadMore } from '../../components/load-more';
import { PageHeader } from '../../components/page-header';
import { RowsSkeleton } from '../../components/rows-skeleton';
import { SearchBox } from '../../components/search-box';
import { allOf, searchFilter } from '../../lib/rsql';
import { useQueryState } from '../../lib/use-query-state';
import { ModelList } from './model-list';

const filters = { all: '', trained: 'origin==run', imported: 'origin==import' } as const;
type Which = keyof typeof filters;
const choices = ['all', 'trained', 'imported'] as const satisfies readonly Which[];
const isWhich = (text: string): text is Which => Object.hasOwn(filters, text);

const everything = { search: '', which: 'all' };

const Actions = () => {
  const { t } = useTranslation();
  const mayImport = usePermissions()('training:manage');
  return (
    <Group gap="xs">
      <Button
        component={Link}
        to="/models/compare"
        variant="default"
        leftSection={<IconGitCompare size={16} />}
      >
        {t('models.list.compare')}
      </Button>
      {mayImport && (
        <Button component={Link} to="/models/import" leftSection={<IconUpload size={16} />}>
          {t('models.list.import')}
        </Button>
      )}
    </Group>
  );
};

/** All models: those that training made, and those that were taken in. */
export const ModelsPage = () => {
  const { t } = useTranslation();
  const [view, change] = useQueryState(everything);
  const which = isWhich(view.which) ? view.which : 'all';
  const [search] = useDebouncedValue(view.search.trim(), 200);
  const query = useModels({ q: allOf([filters[which], searchFilter(search, ['name'])]) });
  return (
    <>
      <PageHeader title={t('models.title')} text={t('models.text')} actions={<Actions />} />
      <Stack gap="md">
        <Group gap="sm">
          <div style={{ flex: '1 1 260px' }}>
            <SearchBox
              label={t('models.list.search')}
              value={view.search}
              onChange={(value) => change({ search: value })}
            />
          </div>
          <SegmentedControl
            aria-label={t('models.list.which')}
            value={which}
            onChange={(value) => change({ which: value })}
            data={choices.map((value) => ({ value, label: t(`models.list.${value}`) }))}
          />
        </Group>
        <Loaded query={query} skeleton={<RowsSkeleton rows={4} height={56} />}>
          {({ pages }) => (
            <ModelList
              models={pages.flatMap(({ items }) => items)}
              whole={view.search === '' && which === 'all'}
              onClear={() => change(everything)}
            />
          )}
        </Loaded>
        <LoadMore query={query} what="more" />
      </Stack>
    </>
  );
};
