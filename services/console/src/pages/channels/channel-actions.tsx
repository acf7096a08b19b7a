import { ActionIcon, Button, Group, Menu } from '@mantine/core';
import { IconDots, IconPencil, IconPower, IconTrash } from '@tabler/icons-react';
import type { Channel } from '@tutti/contracts/summary';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChangeChannel } from '../../api/channels';
import { lazily } from '../../components/lazily';
import { useNotifyProblem } from '../../components/use-notify-problem';
import { notifyDone } from '../../lib/notify';
import { RemoveChannel } from './remove-channel';
import { TestDialog } from './test-dialog';

const ChannelDialog = lazily(async () => (await import('./form/channel-dialog')).ChannelDialog);

type Open = 'test' | 'change' | 'remove';

const useSwitch = (channel: Channel): (() => void) => {
  const { t } = useTranslation();
  const failed = useNotifyProblem();
  const change = useChangeChannel(channel);
  const { name, status } = channel;
  const enabled = status === 'off';
  const done = (): void => notifyDone(t(enabled ? 'channels.onDone' : 'channels.offDone', { name }));
  return () => void change.mutateAsync({ enabled }).then(done, failed);
};

const More = ({ channel, onOpen }: { readonly channel: Channel; readonly onOpen: (what: Open) => void }) => {
  const { t } = useTranslation();
  const toggle = useSwitch(channel);
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={t('channels.more', { name: channel.name })}>
          <IconDots size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconPencil size={16} />} onClick={() => onOpen('change')}>
          {t('channels.change')}
        </Menu.Item>
        <Menu.Item leftSection={<IconPower size={16} />} onClick={toggle}>
          {t(channel.status === 'off' ? 'channels.on' : 'channels.off')}
        </Menu.Item>
        {!channel.fromEnvironment && (
          <Menu.Item
            leftSection={<IconTrash size={16} />}
            color="var(--tutti-bad)"
            onClick={() => onOpen('remove')}
          >
            {t('channels.remove')}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
};

/** What can be done with a channel; one that the environment sets is removed there. */
export const ChannelActions = ({ channel }: { readonly channel: Channel }) => {
  const { t } = useTranslation();
  const [open, setOpen] = useState<Open>();
  const close = (): void => setOpen(undefined);
  return (
    <Group gap={4} justify="flex-end" wrap="nowrap">
      <Button
        size="compact-sm"
        variant="subtle"
        disabled={channel.status === 'off'}
        onClick={() => setOpen('test')}
      >
        {t('channels.test')}
      </Button>
      <More channel={channel} onOpen={setOpen} />
      {open === 'test' && <TestDialog channel={channel} onClose={close} />}
      {open === 'change' && <ChannelDialog channel={channel} onClose={close} />}
      {open === 'remove' && <RemoveChannel channel={channel} onClose={close} />}
    </Group>
  );
};
