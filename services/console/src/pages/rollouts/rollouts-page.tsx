import { Button, Group, NativeSelect, Stack } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconPlus } from '@tabler/icons-react';
import { rolloutStatus } from '@tutti/contracts/deployment';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useRollouts } from '../../api/rollouts';
import { usePermissions } from '../../api/use-permissions';
import { Loaded } from '../../components/loaded';
import { LoadMore } from '../../components/load-more';
import { PageHeader } from '../../components/page-header';
import { RowsSkeleton } from '../../components/rows-skeleton';
import { SearchBox } from '../../components/search-box';
import { allOf, searchFilter } from '../../lib/rsql';
import { useQueryState } from '../../lib/use-query-state';
import { RolloutList } from './rollout-list';

const everything = { search: '', status: '' };
type View = typeof everything;

const filterOf = ({ status }: View, search: string): string =>
  allOf([status === '' ? '' : `status==${status}`, searchFilter(search, ['name'])]);

interface FilterProps {
  readonly view: View;
  readonly onChange: (change: Partial<View>) => void;
}

const Filters = ({ view, onChange }: FilterProps) => {
  const { t } = useTranslation();
  return (
    <Group gap="sm">
      <div style={{ flex: '1 1 260px' }}>
        <SearchBox
          label={t('rollouts.list.search')}
          value={view.search}
          onChange={(search) => onChange({ search })}
        />
      </div>
      <NativeSelect
        aria-label={t('rollouts.list.status')}
        value={view.status}
        data={[
          { value: '', label: t('rollouts.list.any') },
          ...rolloutStatus.options.map((value) => ({ value, label: t(`rollouts.status.${value}`) })),
        ]}
        onChange={(event) => onChange({ status: event.currentTarget.value })}
      />
    </Group>
  );
};

/** All rollouts, the newest first. */
export const RolloutsPage = () => {
  const { t } = useTranslation();
  const mayManage = usePermissions()('deployments:manage');
  const [view, change] = useQueryState(everything);
  const [search] = useDebouncedValue(view.search.trim(), 200);
  const query = useRollouts({ q: filterOf(view, search) });
  return (
    <>
      <PageHeader
        title={t('rollouts.title')}
        text={t('rollouts.text')}
        actions={
          mayManage && (
            <Button component={Link} to="/rollouts/new" leftSection={<IconPlus size={16} />}>
              {t('rollouts.list.plan')}
            </Button>
          )
        }
      />
      <Stack gap="md">
        <Filters view={view} onChange={change} />
        <Loaded query={query} skeleton={<RowsSkeleton rows={4} height={56} />}>
          {({ pages }) => (
            <RolloutList
              rollouts={pages.flatMap(({ items }) => items)}
              whole={view.search === '' && view.status === ''}
              mayManage={mayManage}
              onClear={() => change(everything)}
            />
          )}
        </Loaded>
        <LoadMore query={query} />
      </Stack>
    </>
  );
};
