import { Anchor } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useShownDataset } from '../use-shown-dataset';

export const BackToVersions = () => {
  const { t } = useTranslation();
  const { dataset } = useShownDataset();
  return (
    <Anchor component={Link} to={`/datasets/${dataset.id}/versions`} size="sm" c="dimmed">
      <IconArrowLeft size={14} aria-hidden="true" style={{ verticalAlign: '-2px' }} /> {t('versions.back')}
    </Anchor>
  );
};
