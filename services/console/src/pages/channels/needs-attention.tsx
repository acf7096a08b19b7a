import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { Channel } from '@tutti/contracts/summary';
import { useTranslation } from 'react-i18next';
import { useResumeChannel } from '../../api/channels';
import { ProblemAlert } from '../../components/problem-alert';
import { lazily } from '../../components/lazily';
import { ServerWords } from '../../components/server-words';
import { notifyDone } from '../../lib/notify';

const ChannelDialog = lazily(async () => (await import('./form/channel-dialog')).ChannelDialog);

/** What is wrong with a channel, and the two ways on: mend it there, or give it another address where that is set. */
export const NeedsAttention = ({ channel }: { readonly channel: Channel }) => {
  const { t } = useTranslation();
  const resume = useResumeChannel(channel);
  const [changing, { open, close }] = useDisclosure();
  const { name, attention, attentionCode, waiting, fromEnvironment } = channel;
  const done = (): void => notifyDone(t('channels.resumeDone', { name }));
  return (
    <Alert
      color="yellow"
      variant="light"
      icon={<IconAlertTriangle />}
      title={t('channels.attention', { name })}
      role="region"
      aria-label={t('channels.attention', { name })}
    >
      <Stack gap="xs" align="flex-start">
        {attentionCode !== null && (
          <Text size="sm" fw={550}>
            {t(`deliveries.failure.${attentionCode}`)}
          </Text>
        )}
        {attention !== null && <ServerWords size="sm">{attention}</ServerWords>}
        <Text size="sm">
          {t('channels.attentionText')} {waiting > 0 && t('channels.waiting', { count: waiting })}
        </Text>
        {fromEnvironment && <Text size="sm">{t('channels.fromEnvironmentText')}</Text>}
        {resume.error && <ProblemAlert error={resume.error} />}
        <Group gap="xs">
          {!fromEnvironment && (
            <Button size="xs" onClick={open}>
              {t('channels.change')}
            </Button>
          )}
          <Button
            size="xs"
            variant="default"
            loading={resume.isPending}
            onClick={() => void resume.mutateAsync(undefined).then(done, () => undefined)}
          >
            {t('channels.resume')}
          </Button>
        </Group>
      </Stack>
      {changing && <ChannelDialog channel={channel} onClose={close} />}
    </Alert>
  );
};
