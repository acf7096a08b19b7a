import { Button, Group, Paper, Text } from '@mantine/core';
import { IconPhotoPlus, IconSearchOff } from '@tabler/icons-react';
import type { Item } from '@tutti/contracts/datasets';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { useItems } from '../../../api/items';
import { chunksOf } from '../../../api/live/changed-items';
import { useLiveItems } from '../../../api/live/use-live-items';
import { EmptyState } from '../../../components/empty-state';
import { filterFault } from '../../../components/filter/filter-fault';
import type { Classes } from '../../../components/label/label-boxes';
import { lazily } from '../../../components/lazily';
import { Loaded } from '../../../components/loaded';
import { LoadMore } from '../../../components/load-more';
import { RowsSkeleton } from '../../../components/rows-skeleton';
import { useShownDataset } from '../use-shown-dataset';
import { ChangingPictures } from './changing-pictures';
import { PictureFilters } from './picture-filters';
import { filterOf, isFiltered, sortOf, sorts, usePictureView, type PictureView } from './picture-view';

const ItemDrawer = lazily(async () => (await import('./item/item-drawer')).ItemDrawer);

const NoPictures = ({ datasetId }: { readonly datasetId: string }) => {
  const { t } = useTranslation();
  return (
    <EmptyState
      icon={<IconPhotoPlus size={24} />}
      title={t('pictures.emptyTitle')}
      text={t('pictures.emptyText')}
    >
      <Button component={Link} to={`/datasets/${datasetId}/imports`} mt="sm">
        {t('datasets.header.add')}
      </Button>
    </EmptyState>
  );
};

const NoMatch = ({ onClear }: { readonly onClear: () => void }) => {
  const { t } = useTranslation();
  return (
    <EmptyState
      icon={<IconSearchOff size={24} />}
      title={t('pictures.noMatchTitle')}
      text={t('pictures.noMatchText')}
    >
      <Button variant="default" mt="sm" onClick={onClear}>
        {t('pictures.clear')}
      </Button>
    </EmptyState>
  );
};

/** As many as fit into a filter. */
const idFilter = (items: readonly Item[]): string =>
  `id=in=(${(
    chunksOf(
      items.map(({ id }) => id),
      '',
    )[0] ?? []
  ).join(',')})`;

interface ShownProps {
  readonly items: readonly Item[];
  readonly query: ReturnType<typeof useItems>;
  readonly view: PictureView;
  readonly onChange: (change: Partial<PictureView>) => void;
}

const Shown = ({ items, query, view, onChange }: ShownProps) => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { dataset, schema } = useShownDataset();
  const classes: Classes = useMemo(() => new Map(schema.classes.map((of) => [of.key, of])), [schema]);
  const live = useLiveItems(dataset.id, { q: filterOf(view), sort: sorts[sortOf(view)] });
  const empty = (
    <Paper withBorder radius="lg">
      {isFiltered(view) ? (
        <NoMatch onClear={() => onChange({ q: '', state: '', class: '' })} />
      ) : (
        <NoPictures datasetId={dataset.id} />
      )}
    </Paper>
  );
  const more = query.hasNextPage;
  return (
    <>
      {live.changed && (
        <Group gap="sm" mb="sm" role="status">
          <Text size="sm">{t('pictures.changed')}</Text>
          <Button size="compact-sm" variant="light" onClick={live.refresh}>
            {t('pictures.showNew')}
          </Button>
        </Group>
      )}
      <ChangingPictures
        items={items}
        classes={classes}
        view={view}
        hasMore={more}
        onNearEnd={() => !query.isFetchingNextPage && void query.fetchNextPage()}
        onChanged={live.reread}
        onLabel={(id) => void navigate(`/datasets/${dataset.id}/label?item=${id}`)}
        onDetails={(item) => onChange({ item })}
        onShow={(some) => onChange({ q: idFilter(some), state: '', class: '' })}
        empty={empty}
      />
      {items.length > 0 && (
        <Text size="sm" c="dimmed" mt="sm" role="status" className="num">
          {t(more ? 'pictures.loadedMore' : 'pictures.loaded', { count: items.length })}
        </Text>
      )}
      <LoadMore query={query} what="more" />
    </>
  );
};

/** The pictures of the dataset: found, looked at, labelled many at once. */
export const PicturesTab = () => {
  const { dataset } = useShownDataset();
  const [view, change] = usePictureView();
  const query = useItems(dataset.id, { q: filterOf(view), sort: sorts[sortOf(view)] });
  const fault = filterFault(query.error);
  const items = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data]);
  return (
    <>
      <PictureFilters view={view} onChange={change} fault={fault} />
      {!fault && (
        <Loaded query={query} skeleton={<RowsSkeleton rows={3} height={160} />}>
          {() => <Shown items={items} query={query} view={view} onChange={change} />}
        </Loaded>
      )}
      {view.item !== '' && <ItemDrawer key={view.item} id={view.item} onClose={() => change({ item: '' })} />}
    </>
  );
};
