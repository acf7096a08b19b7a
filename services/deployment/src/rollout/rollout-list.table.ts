import { bigint, flag, json, orNull, text } from '@tutti/database';
import { viewTable } from '@tutti/runtime';
import type { RolloutRow } from './rollout-list.projection';

export const rolloutListTable = viewTable<RolloutRow>({
  name: 'rollout_list',
  columns: {
    name: text('name', 64),
    modelId: text('model_id', 36),
    model: json('model'),
    streamId: orNull(text('stream_id', 36)),
    mode: text('mode', 16),
    wish: json('wish'),
    stepMinutes: json('step_minutes'),
    status: text('status', 32),
    paused: orNull(json('paused')),
    cause: json('cause'),
    causeKind: text('cause_kind', 16),
    target: json('target'),
    groups: json('group_list'),
    pacing: json('pacing'),
    approval: flag('approval'),
    approvedBy: orNull(text('approved_by', 128)),
    manifestDigest: text('manifest_digest', 64),
    manifestBytes: bigint('manifest_bytes'),
    excluded: bigint('excluded'),
    force: orNull(text('force_reason', 512)),
    reason: orNull(text('reason', 512)),
    startAt: orNull(bigint('start_at')),
    joinUntil: orNull(bigint('join_until')),
    plannedAt: bigint('planned_at'),
    plannedBy: orNull(text('planned_by', 128)),
    startedAt: orNull(bigint('started_at')),
    endedAt: orNull(bigint('ended_at')),
    version: bigint('version'),
  },
});
