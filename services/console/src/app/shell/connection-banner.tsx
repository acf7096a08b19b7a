import { Alert, Button, Group, Text } from '@mantine/core';
import { IconPlugConnectedX } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { connection } from '../../api/connection';
import { useReconnect } from '../../api/live/live-context';
import { useStore } from '../../lib/use-store';

const patienceMs = 1_500;

/** True once the connection has been lost for a moment: a hiccup is not worth a word. */
const useLost = (): boolean => {
  const lost = useStore(connection) === 'lost';
  const [patient, setPatient] = useState(true);
  useEffect(() => {
    if (!lost) return undefined;
    const timer = window.setTimeout(() => setPatient(false), patienceMs);
    return () => {
      window.clearTimeout(timer);
      setPatient(true);
    };
  }, [lost]);
  return lost && !patient;
};

/** Says when what is shown is old, and goes away by itself. */
export const ConnectionBanner = () => {
  const { t } = useTranslation();
  const reconnect = useReconnect();
  const lost = useLost();
  return (
    <div role="status" aria-live="polite">
      {lost && (
        <Alert color="yellow" variant="light" icon={<IconPlugConnectedX />} mb="lg" data-connection-lost>
          <Group justify="space-between">
            <Text size="sm" flex={1} miw={240}>
              {t('connection.lost')}
            </Text>
            <Button size="xs" variant="default" onClick={reconnect}>
              {t('connection.now')}
            </Button>
          </Group>
        </Alert>
      )}
    </div>
  );
};
