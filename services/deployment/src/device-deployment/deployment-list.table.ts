import { bigint, json, orNull, real, text } from '@tutti/database';
import { viewTable } from '@tutti/runtime';
import type { DeploymentRow } from './deployment-list.projection';

export const deploymentListTable = viewTable<DeploymentRow>({
  name: 'deployment_list',
  columns: {
    rolloutId: text('rollout_id', 36),
    deviceId: text('device_id', 26),
    group: bigint('group_index'),
    attempt: bigint('attempt'),
    modelId: text('model_id', 36),
    model: json('model'),
    mode: text('mode', 16),
    status: text('status', 24),
    step: orNull(text('step', 16)),
    deadline: orNull(bigint('deadline')),
    deferredUntil: orNull(bigint('deferred_until')),
    failure: orNull(json('failure')),
    failureCode: orNull(text('failure_code', 64)),
    cancelCause: orNull(text('cancel_cause', 32)),
    cancelRefusal: orNull(text('cancel_refusal', 512)),
    results: orNull(bigint('results')),
    meanScore: orNull(real('mean_score')),
    comparison: orNull(json('comparison')),
    late: orNull(json('late')),
    offeredAt: bigint('offered_at'),
    changedAt: bigint('changed_at'),
    endedAt: orNull(bigint('ended_at')),
    version: bigint('version'),
    standing: json('standing'),
    terms: json('terms'),
  },
});
