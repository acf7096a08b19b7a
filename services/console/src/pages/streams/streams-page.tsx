import { Button, Group, NativeSelect, Stack } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconPlus } from '@tabler/icons-react';
import { streamStatus } from '@tutti/contracts/training';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { newestOf, useSolutions } from '../../api/solutions';
import { useStreams } from '../../api/streams';
import { usePermissions } from '../../api/use-permissions';
import { Loaded } from '../../components/loaded';
import { LoadMore } from '../../components/load-more';
import { PageHeader } from '../../components/page-header';
import { RowsSkeleton } from '../../components/rows-skeleton';
import { SearchBox } from '../../components/search-box';
import { usePhrase } from '../../i18n/server-words';
import { allOf, quote, searchFilter } from '../../lib/rsql';
import { useQueryState } from '../../lib/use-query-state';
import { StreamList } from './stream-list';

const everything = { search: '', status: '', solution: '' };
type View = typeof everything;

const filterOf = ({ status, solution }: View, search: string): string =>
  allOf([
    status === '' ? '' : `status==${status}`,
    solution === '' ? '' : `solution==${quote(solution)}`,
    searchFilter(search, ['name', 'description']),
  ]);

interface FilterProps {
  readonly view: View;
  readonly onChange: (change: Partial<View>) => void;
}

const Filters = ({ view, onChange }: FilterProps) => {
  const { t } = useTranslation();
  const phrase = usePhrase();
  const { data: solutions = [] } = useSolutions();
  return (
    <Group gap="sm">
      <div style={{ flex: '1 1 260px' }}>
        <SearchBox
          label={t('streams.list.search')}
          value={view.search}
          onChange={(search) => onChange({ search })}
        />
      </div>
      <NativeSelect
        aria-label={t('streams.list.solution')}
        value={view.solution}
        data={[
          { value: '', label: t('streams.list.anySolution') },
          ...solutions.map((solution) => ({
            value: solution.key,
            label: phrase(newestOf(solution)?.manifest.name ?? solution.key),
          })),
        ]}
        onChange={(event) => onChange({ solution: event.currentTarget.value })}
      />
      <NativeSelect
        aria-label={t('streams.list.status')}
        value={view.status}
        data={[
          { value: '', label: t('streams.list.any') },
          ...streamStatus.options.map((value) => ({ value, label: t(`training.status.${value}`) })),
        ]}
        onChange={(event) => onChange({ status: event.currentTarget.value })}
      />
    </Group>
  );
};

/** All streams, to be found. */
export const StreamsPage = () => {
  const { t } = useTranslation();
  const mayManage = usePermissions()('training:manage');
  const [view, change] = useQueryState(everything);
  const [search] = useDebouncedValue(view.search.trim(), 200);
  const query = useStreams({ q: filterOf(view, search) });
  return (
    <>
      <PageHeader
        title={t('streams.title')}
        text={t('streams.text')}
        actions={
          mayManage && (
            <Button component={Link} to="/streams/new" leftSection={<IconPlus size={16} />}>
              {t('streams.list.create')}
            </Button>
          )
        }
      />
      <Stack gap="md">
        <Filters view={view} onChange={change} />
        <Loaded query={query} skeleton={<RowsSkeleton rows={4} height={48} />}>
          {({ pages }) => (
            <StreamList
              streams={pages.flatMap(({ items }) => items)}
              whole={Object.values(view).every((value) => value === '')}
              mayManage={mayManage}
              onClear={() => change(everything)}
            />
          )}
        </Loaded>
        <LoadMore query={query} what="more" />
      </Stack>
    </>
  );
};
