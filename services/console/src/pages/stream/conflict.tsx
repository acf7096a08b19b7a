import { Alert, Button, Text } from '@mantine/core';
import { IconGitMerge } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

/** Somebody was faster: nothing was overwritten, and the reader decides. */
export const Conflict = ({ onTakeOver }: { readonly onTakeOver: () => void }) => {
  const { t } = useTranslation();
  return (
    <Alert
      role="alert"
      color="orange"
      variant="light"
      icon={<IconGitMerge />}
      title={t('stream.settings.conflictTitle')}
    >
      <Text size="sm" mb="xs">
        {t('stream.settings.conflictText')}
      </Text>
      <Button size="xs" variant="default" onClick={onTakeOver}>
        {t('stream.settings.takeOver')}
      </Button>
    </Alert>
  );
};
