import { Button, Group, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconGitCompare, IconSnowflake } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useVersions } from '../../../api/dataset-versions';
import { usePermissions } from '../../../api/use-permissions';
import { EmptyState } from '../../../components/empty-state';
import { lazily } from '../../../components/lazily';
import { Loaded } from '../../../components/loaded';
import { RowsSkeleton } from '../../../components/rows-skeleton';
import { useShownDataset } from '../use-shown-dataset';
import { VersionTable } from './version-table';

const FreezeDialog = lazily(async () => (await import('./freeze-dialog')).FreezeDialog);

/** Frozen versions of the dataset. */
export const VersionsTab = () => {
  const { t } = useTranslation();
  const { dataset, schema } = useShownDataset();
  const [freezing, { open: freeze, close }] = useDisclosure();
  const may = usePermissions()('datasets:manage') && dataset.status !== 'archived';
  const query = useVersions(dataset.id);
  return (
    <>
      <Loaded query={query} skeleton={<RowsSkeleton />}>
        {(versions) =>
          versions.length === 0 ? (
            <EmptyState
              icon={<IconSnowflake size={24} />}
              title={t('versions.empty.title')}
              text={
                may ? t('versions.empty.text') : `${t('versions.empty.text')} ${t('versions.empty.viewer')}`
              }
            >
              {may && (
                <Button leftSection={<IconSnowflake size={16} />} onClick={freeze}>
                  {t('versions.freeze.open')}
                </Button>
              )}
            </EmptyState>
          ) : (
            <Stack gap="md">
              <Group justify="space-between" gap="sm">
                <Text size="sm" c="dimmed" maw={640}>
                  {t('versions.text')}
                </Text>
                {versions.length > 1 && (
                  <Button
                    component={Link}
                    to={`/datasets/${dataset.id}/versions/compare`}
                    variant="default"
                    leftSection={<IconGitCompare size={16} />}
                  >
                    {t('versions.compare.open')}
                  </Button>
                )}
              </Group>
              <VersionTable datasetId={dataset.id} versions={versions} />
            </Stack>
          )
        }
      </Loaded>
      {freezing && <FreezeDialog dataset={dataset} schema={schema} onClose={close} />}
    </>
  );
};
