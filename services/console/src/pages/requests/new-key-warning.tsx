import { Alert } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

/** Another key on a known serial may be an impostor. */
export const NewKeyWarning = () => {
  const { t } = useTranslation();
  return (
    <Alert color="orange" variant="light" icon={<IconAlertTriangle />} title={t('requests.newKeyTitle')}>
      {t('requests.newKeyText')}
    </Alert>
  );
};
