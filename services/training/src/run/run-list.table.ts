import { bigint, flag, json, orNull, text } from '@tutti/database';
import { viewTable } from '@tutti/runtime';
import type { RunRow } from './run-list.projection';

export const runListTable = viewTable<RunRow>({
  name: 'run_list',
  columns: {
    streamId: text('stream_id', 36),
    name: text('name', 64),
    task: text('task', 32),
    solution: json('solution'),
    parameters: json('parameters'),
    source: json('source'),
    key: text('run_key', 128),
    cause: json('cause'),
    causeKind: text('cause_kind', 16),
    state: text('state', 16),
    ready: flag('ready'),
    after: orNull(text('after_run', 36)),
    steps: json('steps'),
    attempt: bigint('attempt'),
    claimId: orNull(text('claim_id', 36)),
    worker: orNull(text('worker', 128)),
    failure: orNull(json('failure')),
    metrics: orNull(json('metrics')),
    baseline: orNull(json('baseline')),
    gate: orNull(json('gate')),
    labelsSeen: json('labels_seen'),
    seed: bigint('seed'),
    requestedBy: orNull(text('requested_by', 128)),
    requestedAt: bigint('requested_at'),
    startedAt: orNull(bigint('started_at')),
    endedAt: orNull(bigint('ended_at')),
    version: bigint('version'),
  },
});
