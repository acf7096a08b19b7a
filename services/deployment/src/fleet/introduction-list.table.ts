import { bigint, flag, json, orNull, text } from '@tutti/database';
import { viewTable } from '@tutti/runtime';
import type { IntroductionRow } from './introduction-list.projection';

export const introductionListTable = viewTable<IntroductionRow>({
  name: 'introduction_list',
  columns: {
    arch: text('arch', 32),
    memoryBytes: bigint('memory_bytes'),
    agentVersion: text('agent_version', 64),
    inFleet: flag('in_fleet'),
    waiting: orNull(json('waiting')),
  },
});
