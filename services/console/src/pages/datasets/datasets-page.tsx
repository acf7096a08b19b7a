import { Button, Group, SegmentedControl, Stack } from '@mantine/core';
import { useDebouncedValue, useDisclosure } from '@mantine/hooks';
import { IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useDatasets } from '../../api/datasets';
import { usePermissions } from '../../api/use-permissions';
import { lazily } from '../../components/lazily';
import { Loaded } from '../../components/loaded';
import { LoadMore } from '../../components/load-more';
import { PageHeader } from '../../components/page-header';
import { RowsSkeleton } from '../../components/rows-skeleton';
import { SearchBox } from '../../components/search-box';
import { allOf, searchFilter } from '../../lib/rsql';
import { useQueryState } from '../../lib/use-query-state';
import { DatasetList } from './dataset-list';

const CreateDialog = lazily(async () => (await import('./create/create-dialog')).CreateDialog);

const filters = { current: 'status!=archived', archived: 'status==archived', all: '' } as const;
type Which = keyof typeof filters;
const choices = ['current', 'archived', 'all'] as const satisfies readonly Which[];
const isWhich = (text: string): text is Which => Object.hasOwn(filters, text);

const everything = { search: '', which: 'current' };

/** All datasets, to be found. */
export const DatasetsPage = () => {
  const { t } = useTranslation();
  const mayCreate = usePermissions()('datasets:manage');
  const [creating, { open, close }] = useDisclosure();
  const [view, change] = useQueryState(everything);
  const which = isWhich(view.which) ? view.which : 'current';
  const [search] = useDebouncedValue(view.search.trim(), 200);
  const query = useDatasets({ q: allOf([filters[which], searchFilter(search, ['name', 'description'])]) });
  return (
    <>
      <PageHeader
        title={t('datasets.title')}
        actions={
          mayCreate && (
            <Button leftSection={<IconPlus size={16} />} onClick={open}>
              {t('datasets.list.create')}
            </Button>
          )
        }
      />
      <Stack gap="md">
        <Group gap="sm">
          <div style={{ flex: '1 1 260px' }}>
            <SearchBox
              label={t('datasets.list.search')}
              value={view.search}
              onChange={(value) => change({ search: value })}
            />
          </div>
          <SegmentedControl
            aria-label={t('datasets.list.which')}
            value={which}
            onChange={(value) => change({ which: value })}
            data={choices.map((value) => ({ value, label: t(`datasets.list.${value}`) }))}
          />
        </Group>
        <Loaded query={query} skeleton={<RowsSkeleton rows={3} height={160} />}>
          {({ pages }) => (
            <DatasetList
              datasets={pages.flatMap(({ items }) => items)}
              whole={view.search === '' && which !== 'archived'}
              mayCreate={mayCreate}
              onCreate={open}
              onClear={() => change({ search: '', which: 'all' })}
            />
          )}
        </Loaded>
        <LoadMore query={query} what="more" />
      </Stack>
      {creating && <CreateDialog onClose={close} />}
    </>
  );
};
