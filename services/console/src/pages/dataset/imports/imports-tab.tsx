import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/** How pictures come into the dataset. */
export const ImportsTab = () => {
  const { t } = useTranslation();
  return <Text>{t('imports.title')}</Text>;
};
