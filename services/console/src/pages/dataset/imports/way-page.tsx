import { Anchor, Stack, Text, Title } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { usePermissions } from '../../../api/use-permissions';
import { useShownDataset } from '../use-shown-dataset';

interface Props {
  readonly title: string;
  readonly text: string;
  readonly children: ReactNode;
}

/** Whether the reader may add pictures to the dataset. */
export const useMayImport = (): boolean => {
  const may = usePermissions()('datasets:manage');
  return useShownDataset().dataset.status !== 'archived' && may;
};

/** One way by which pictures come into the dataset, for those who may. */
export const WayPage = ({ title, text, children }: Props) => {
  const { t } = useTranslation();
  const { dataset } = useShownDataset();
  const may = useMayImport();
  return (
    <Stack gap="md">
      <div>
        <Anchor component={Link} to={`/datasets/${dataset.id}/imports`} size="sm" c="dimmed">
          <IconArrowLeft size={14} aria-hidden="true" style={{ verticalAlign: '-2px' }} /> {t('imports.back')}
        </Anchor>
        <Title order={2} fz="xl">
          {title}
        </Title>
        <Text size="sm" c="dimmed" maw={720} mt={4}>
          {text}
        </Text>
      </div>
      {may ? (
        children
      ) : (
        <Text size="sm">{t(dataset.status === 'archived' ? 'imports.archived' : 'imports.readOnly')}</Text>
      )}
    </Stack>
  );
};
