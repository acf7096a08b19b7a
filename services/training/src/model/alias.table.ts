import { bigint, flag, orNull, text } from '@tutti/database';
import { viewTable } from '@tutti/runtime';
import type { AliasRow, AliasStatementRow } from './alias.projection';

const named = {
  streamId: text('stream_id', 36),
  alias: text('alias', 32),
  modelId: text('model_id', 36),
};

export const aliasListTable = viewTable<AliasRow>({
  name: 'alias_list',
  columns: { ...named, since: bigint('since') },
});

export const aliasStatementListTable = viewTable<AliasStatementRow>({
  name: 'alias_statement_list',
  columns: {
    ...named,
    removed: flag('removed'),
    at: bigint('at'),
    statedBy: orNull(text('stated_by', 128)),
    position: bigint('position'),
    version: bigint('version'),
  },
});
