import { Alert } from '@mantine/core';
import { IconLockOpen } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { isPlainText } from '../../lib/agent-command';

/** Says that others on the network can read along, for as long as that is so. */
export const PlainTextBanner = () => {
  const { t } = useTranslation();
  if (!isPlainText(window.location)) return null;
  return (
    <Alert color="red" variant="light" icon={<IconLockOpen />} mb="lg" data-plain-text>
      {t('connection.plain')}
    </Alert>
  );
};
