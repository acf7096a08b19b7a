import { Stack, Table, Text, Title, VisuallyHidden } from '@mantine/core';
import { IconPhotoUp } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useArchiveUpload } from '../../../api/archive-uploads';
import { useImports } from '../../../api/imports';
import { usePictureUpload } from '../../../api/picture-uploads';
import { DataTable } from '../../../components/data-table';
import { EmptyState } from '../../../components/empty-state';
import { LoadMore } from '../../../components/load-more';
import { Loaded } from '../../../components/loaded';
import { RowsSkeleton } from '../../../components/rows-skeleton';
import { useShownDataset } from '../use-shown-dataset';
import { ArchivePanel } from './archive/archive-panel';
import { ImportRow } from './import-row';
import { UploadPanel } from './pictures/upload-panel';
import { useMayImport } from './way-page';
import { Ways } from './ways';

const columns = ['source', 'state', 'counts', 'when'] as const;

const List = () => {
  const { t } = useTranslation();
  const { dataset } = useShownDataset();
  const query = useImports(dataset.id);
  const head = (
    <>
      {columns.map((column) => (
        <Table.Th key={column}>{t(`imports.list.column.${column}`)}</Table.Th>
      ))}
      <Table.Th>
        <VisuallyHidden>{t('action.actions')}</VisuallyHidden>
      </Table.Th>
    </>
  );
  return (
    <Loaded query={query} skeleton={<RowsSkeleton />}>
      {({ pages }) => {
        const jobs = pages.flatMap(({ items }) => items);
        if (jobs.length === 0)
          return (
            <EmptyState
              icon={<IconPhotoUp size={24} />}
              title={t('imports.list.empty')}
              text={t('imports.list.emptyText')}
            />
          );
        return (
          <>
            <Title order={2} fz="sm" mb="xs">
              {t('imports.list.title')}
            </Title>
            <DataTable caption={t('imports.list.caption')} head={head} stacking>
              {jobs.map((job) => (
                <ImportRow key={job.id} job={job} />
              ))}
            </DataTable>
            <LoadMore query={query} />
          </>
        );
      }}
    </Loaded>
  );
};

/** How pictures come into the dataset, and how they came. */
export const ImportsTab = () => {
  const { t } = useTranslation();
  const { dataset } = useShownDataset();
  const pictures = usePictureUpload(dataset.id);
  const archive = useArchiveUpload(dataset.id);
  const may = useMayImport();
  return (
    <Stack gap="lg">
      {may ? (
        <Ways />
      ) : (
        <Text size="sm" c="dimmed">
          {t(dataset.status === 'archived' ? 'imports.archived' : 'imports.readOnly')}
        </Text>
      )}
      {pictures && <UploadPanel upload={pictures} />}
      {archive && <ArchivePanel upload={archive} />}
      <div>
        <List />
      </div>
    </Stack>
  );
};
