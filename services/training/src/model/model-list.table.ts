import { bigint, json, orNull, text } from '@tutti/database';
import { viewTable } from '@tutti/runtime';
import type { ModelRow } from './model-list.projection';

export const modelListTable = viewTable<ModelRow>({
  name: 'model_list',
  columns: {
    name: text('name', 64),
    modelVersion: text('model_version', 32),
    streamId: orNull(text('stream_id', 36)),
    solution: orNull(json('solution')),
    task: text('task', 32),
    labels: json('labels'),
    artifactDigest: text('artifact_digest', 64),
    artifactBytes: bigint('artifact_bytes'),
    signature: json('signature'),
    origin: json('origin'),
    originKind: text('origin_kind', 16),
    data: json('data'),
    metrics: orNull(json('metrics')),
    evaluationDigest: orNull(text('evaluation_digest', 64)),
    baseline: orNull(json('baseline')),
    baselineDigest: orNull(text('baseline_digest', 64)),
    variants: json('variants'),
    gate: orNull(json('gate')),
    gateVerdict: text('gate_verdict', 8),
    keyId: orNull(text('key_id', 64)),
    bundleDigest: orNull(text('bundle_digest', 64)),
    bundleBytes: orNull(bigint('bundle_bytes')),
    status: text('status', 16),
    description: orNull(text('description', 1024)),
    createdAt: bigint('created_at'),
    createdBy: orNull(text('created_by', 128)),
    position: bigint('position'),
    version: bigint('version'),
  },
});
