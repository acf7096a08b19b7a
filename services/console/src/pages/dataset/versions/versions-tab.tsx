import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useShownDataset } from '../use-shown-dataset';

/** Frozen versions of the dataset. */
export const VersionsTab = () => {
  const { t } = useTranslation();
  const { dataset } = useShownDataset();
  return (
    <Text>
      {t('versions.title')}: {dataset.versions}
    </Text>
  );
};
