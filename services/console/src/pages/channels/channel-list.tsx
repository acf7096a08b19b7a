import { Paper, Stack } from '@mantine/core';
import { IconSend } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useChannels } from '../../api/channels';
import { EmptyState } from '../../components/empty-state';
import { Loaded } from '../../components/loaded';
import { RowsSkeleton } from '../../components/rows-skeleton';
import { ChannelTable } from './channel-table';
import { NeedsAttention } from './needs-attention';

/** All channels; those that do not work first of all. */
export const ChannelList = () => {
  const { t } = useTranslation();
  return (
    <Loaded query={useChannels()} skeleton={<RowsSkeleton />}>
      {(channels) =>
        channels.length === 0 ? (
          <Paper withBorder radius="lg">
            <EmptyState
              icon={<IconSend size={24} />}
              title={t('channels.none')}
              text={t('channels.noneText')}
            />
          </Paper>
        ) : (
          <Stack>
            {channels
              .filter(({ status }) => status === 'needs-attention')
              .map((channel) => (
                <NeedsAttention key={channel.id} channel={channel} />
              ))}
            <ChannelTable channels={channels} />
          </Stack>
        )
      }
    </Loaded>
  );
};
