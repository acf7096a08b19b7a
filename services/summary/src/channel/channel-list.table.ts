import { bigint, flag, json, orNull, text } from '@tutti/database';
import { viewTable } from '@tutti/runtime';
import type { ChannelRow } from './channel-list.projection';

export const channelListTable = viewTable<ChannelRow>({
  name: 'channel_list',
  columns: {
    name: text('name', 64),
    kind: text('kind', 16),
    shownAs: text('shown_as', 300),
    route: json('route'),
    fromEnvironment: flag('from_environment'),
    enabled: flag('enabled'),
    works: flag('works'),
    attention: orNull(json('attention')),
    removed: flag('removed'),
    definedAt: bigint('defined_at'),
    waiting: bigint('waiting'),
    lastAcceptedAt: orNull(bigint('last_accepted_at')),
    version: bigint('version'),
  },
});
