import { Anchor } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useDatasets } from '../../api/datasets';
import { Loaded } from '../../components/loaded';
import { LoadMore } from '../../components/load-more';
import { PageHeader } from '../../components/page-header';
import { RowsSkeleton } from '../../components/rows-skeleton';

/** All datasets, to be found. */
export const DatasetsPage = () => {
  const { t } = useTranslation();
  const query = useDatasets({ q: '' });
  return (
    <>
      <PageHeader title={t('datasets.title')} />
      <Loaded query={query} skeleton={<RowsSkeleton />}>
        {({ pages }) => (
          <ul>
            {pages
              .flatMap(({ items }) => items)
              .map(({ id, name }) => (
                <li key={id}>
                  <Anchor component={Link} to={`/datasets/${id}`}>
                    {name}
                  </Anchor>
                </li>
              ))}
          </ul>
        )}
      </Loaded>
      <LoadMore query={query} what="more" />
    </>
  );
};
