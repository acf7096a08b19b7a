import { Button, Paper, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlugConnected } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { usePermissions } from '../api/use-permissions';
import { EmptyState } from './empty-state';
import { lazily } from './lazily';

const CreateTokenModal = lazily(async () => (await import('./token/create-token-modal')).CreateTokenModal);

/** No device yet: what to do. */
export const FirstDevice = () => {
  const { t } = useTranslation();
  const mayEnrol = usePermissions()('devices:enrol');
  const [creating, { open, close }] = useDisclosure();
  return (
    <Paper withBorder radius="lg">
      <EmptyState
        icon={<IconPlugConnected size={24} />}
        title={t('overview.start.title')}
        text={t('overview.start.text')}
      >
        {mayEnrol ? (
          <Button mt="sm" onClick={open}>
            {t('overview.start.create')}
          </Button>
        ) : (
          <Text size="sm">{t('overview.start.ask')}</Text>
        )}
      </EmptyState>
      {creating && <CreateTokenModal onClose={close} />}
    </Paper>
  );
};
