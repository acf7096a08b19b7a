import { bigint, json, orNull, real, text } from '@tutti/database';
import { viewTable } from '@tutti/runtime';
import type { StreamRow } from './stream-list.projection';

export const streamListTable = viewTable<StreamRow>({
  name: 'stream_list',
  columns: {
    name: text('name', 64),
    description: orNull(text('description', 1024)),
    tags: json('tags'),
    task: text('task', 32),
    solutionKey: text('solution_key', 63),
    solutionVersion: bigint('solution_version'),
    parameters: json('parameters'),
    warningScore: orNull(real('warning_score')),
    target: orNull(text('target', 2000)),
    gate: json('gate'),
    datasets: json('datasets'),
    trigger: orNull(json('run_trigger')),
    createdAt: bigint('created_at'),
    changedAt: bigint('changed_at'),
    version: bigint('version'),
  },
});
