import { bigint, flag, json, text } from '@tutti/database';
import { viewTable } from '@tutti/runtime';
import type { SolutionRow } from './solution-list.projection';

export const solutionListTable = viewTable<SolutionRow>({
  name: 'solution_list',
  columns: {
    name: text('name', 64),
    task: text('task', 32),
    trainer: text('trainer', 63),
    newestVersion: bigint('newest_version'),
    versions: json('versions'),
    retired: flag('retired'),
    changedAt: bigint('changed_at'),
    version: bigint('version'),
  },
});
