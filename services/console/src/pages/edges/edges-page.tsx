import { SimpleGrid, Stack } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'react-router';
import { useDevices } from '../../api/devices';
import { useFilterFields } from '../../api/groups';
import { FilterBox } from '../../components/filter/filter-box';
import { FilterBuilder } from '../../components/filter/filter-builder';
import { FilterFault, filterFault } from '../../components/filter/filter-fault';
import { Loaded } from '../../components/loaded';
import { PageHeader } from '../../components/page-header';
import { RowsSkeleton } from '../../components/rows-skeleton';
import { SearchBox } from '../../components/search-box';
import { composeFilter } from '../../lib/rsql';
import { BadgeChips } from './badge-chips';
import { DeviceList } from './device-list';
import { GroupChips } from './group-chips';
import { useListFilter } from './use-list-filter';

/** Whoever came here by the search key wants to type. */
const useFocusWanted = (): void => {
  const { state } = useLocation() as { readonly state: unknown };
  const wanted = typeof state === 'object' && state !== null && 'focusSearch' in state;
  useEffect(() => {
    if (wanted) document.querySelector<HTMLInputElement>('[data-search]')?.focus();
  }, [wanted]);
};

const examples = [
  'badge==inferencing',
  'tags.line==3;site==seoul',
  'name=like=*cam*',
  'connectivity=in=(stale,offline)',
  'lastSeenAt=lt=2026-01-01T00:00:00Z',
];

/** A filter is understood once the server has answered to it. */
const verdictOf = ({ data, isPlaceholderData }: ReturnType<typeof useDevices>): 'understood' | 'awaited' =>
  data && !isPlaceholderData ? 'understood' : 'awaited';

/** All devices, to be found. */
export const EdgesPage = () => {
  const { t } = useTranslation();
  const [filter, change] = useListFilter();
  const [search] = useDebouncedValue(filter.search, 200);
  const query = useDevices({ q: composeFilter(filter.q, search), sort: filter.sort });
  const { data: fields = [] } = useFilterFields();
  const [building, setBuilding] = useState(false);
  useFocusWanted();
  const faulty = filterFault(query.error);
  return (
    <>
      <PageHeader title={t('devices.list.title')} />
      <Stack gap="md">
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
          <SearchBox
            label={t('devices.list.search')}
            value={filter.search}
            onChange={(value) => change({ search: value })}
          />
          <FilterBox
            of={{ fields, placeholder: t('devices.list.filterPlaceholder'), examples }}
            value={filter.q}
            faulty={faulty !== undefined}
            building={building}
            onBuild={() => setBuilding(!building)}
            onChange={(value) => change({ q: value })}
          />
        </SimpleGrid>
        {faulty && <FilterFault error={faulty} filter={filter.q} beside={search} />}
        {building && (
          <FilterBuilder fields={fields} value={filter.q} onChange={(value) => change({ q: value })} />
        )}
        <GroupChips
          filter={filter.q}
          shown={composeFilter(filter.q, filter.search)}
          verdict={faulty ? 'refused' : verdictOf(query)}
          onChange={(value) => change({ q: value, search: '' })}
        />
        <BadgeChips filter={filter.q} onChange={(value) => change({ q: value })} />
        {!faulty && (
          <Loaded query={query} skeleton={<RowsSkeleton rows={8} />}>
            {({ pages }) => (
              <DeviceList
                query={query}
                devices={pages.flatMap(({ items }) => items)}
                filter={filter}
                onChange={change}
              />
            )}
          </Loaded>
        )}
      </Stack>
    </>
  );
};
