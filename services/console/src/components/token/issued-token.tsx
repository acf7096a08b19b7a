import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { IconEyeExclamation } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { agentCommand } from '../../lib/agent-command';
import { CodeLine } from '../code-line';

/** The one time that the token is seen, with the command that uses it. */
export const IssuedToken = ({
  token,
  urls,
  onClose,
}: {
  readonly token: string;
  readonly urls: readonly string[];
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  return (
    <Stack>
      <Alert color="yellow" variant="light" icon={<IconEyeExclamation />} role="status">
        {t('tokens.readyOnce')}
      </Alert>
      <CodeLine
        label={t('tokens.command')}
        copyLabel={t('tokens.copyCommand')}
        text={agentCommand(window.location.origin, token, urls)}
      />
      <Text size="xs" c="dimmed">
        {t('tokens.sameMachine')}
      </Text>
      <CodeLine label={t('tokens.token')} copyLabel={t('tokens.copyToken')} text={token} />
      <Group justify="flex-end">
        <Button onClick={onClose}>{t('action.close')}</Button>
      </Group>
    </Stack>
  );
};
