import { bigint, flag, json, orNull, real, text } from '@tutti/database';
import { viewTable } from '@tutti/runtime';
import type { DatasetQuarterRow } from './dataset-quarter.projection';
import type { DeviceQuarterRow } from './device-quarter.projection';
import type { DeviceTallyRow } from './device-tally.projection';
import type { RolloutQuarterRow, RolloutTallyRow } from './rollout-tally.projection';
import type {
  ModelTallyRow,
  RunTallyRow,
  SolutionTallyRow,
  StreamTallyRow,
} from './training-tally.projection';

export const deviceTallyTable = viewTable<DeviceTallyRow>({
  name: 'device_tally',
  columns: {
    name: text('name', 64),
    site: orNull(text('site', 64)),
    lifecycle: text('lifecycle', 16),
    past: json('past'),
    online: flag('online'),
    changedAt: bigint('changed_at'),
    silentSince: bigint('silent_since'),
  },
});

export const deviceQuarterTable = viewTable<DeviceQuarterRow>({
  name: 'device_quarter_tally',
  columns: {
    deviceId: text('device_id', 26),
    at: bigint('at'),
    requested: bigint('requested'),
    registered: bigint('registered'),
    rejected: bigint('rejected'),
    suspended: bigint('suspended'),
    resumed: bigint('resumed'),
    retired: bigint('retired'),
    wentOnline: bigint('went_online'),
    wentOffline: bigint('went_offline'),
    faults: bigint('faults'),
    warnings: bigint('warnings'),
    lowScores: bigint('low_scores'),
    onlineBefore: orNull(flag('online_before')),
    silentSince: orNull(bigint('silent_since')),
    fault: orNull(text('fault', 64)),
    lowByModel: json('low_by_model'),
  },
});

export const datasetQuarterTable = viewTable<DatasetQuarterRow>({
  name: 'dataset_quarter_tally',
  columns: {
    at: bigint('at'),
    created: bigint('created'),
    pictures: bigint('pictures'),
    labelled: bigint('labelled'),
    reviewed: bigint('reviewed'),
    versions: bigint('versions'),
    importsFinished: bigint('imports_finished'),
    importsFailed: bigint('imports_failed'),
  },
});

export const streamTallyTable = viewTable<StreamTallyRow>({
  name: 'stream_tally',
  columns: {
    name: text('name', 64),
    solutionKey: text('solution_key', 63),
    solutionVersion: bigint('solution_version'),
  },
});

export const solutionTallyTable = viewTable<SolutionTallyRow>({
  name: 'solution_tally',
  columns: { name: text('name', 64) },
});

export const modelTallyTable = viewTable<ModelTallyRow>({
  name: 'model_tally',
  columns: {
    digest: text('digest', 64),
    name: text('name', 64),
    modelVersion: text('model_version', 32),
    streamId: orNull(text('stream_id', 36)),
    solutionKey: orNull(text('solution_key', 63)),
    solutionVersion: orNull(bigint('solution_version')),
    runId: orNull(text('run_id', 36)),
  },
});

export const runTallyTable = viewTable<RunTallyRow>({
  name: 'run_tally',
  columns: {
    streamId: text('stream_id', 36),
    name: text('name', 64),
    status: text('status', 16),
    startedAt: orNull(bigint('started_at')),
    endedAt: orNull(bigint('ended_at')),
    seconds: real('seconds'),
    score: orNull(real('score')),
  },
});

export const rolloutTallyTable = viewTable<RolloutTallyRow>({
  name: 'rollout_tally',
  columns: {
    name: text('name', 64),
    model: text('model', 128),
    status: text('status', 16),
    past: json('past'),
    startedAt: orNull(bigint('started_at')),
    endedAt: orNull(bigint('ended_at')),
    changedAt: bigint('changed_at'),
    succeeded: orNull(bigint('succeeded')),
    failed: orNull(bigint('failed')),
  },
});

export const rolloutQuarterTable = viewTable<RolloutQuarterRow>({
  name: 'rollout_quarter_tally',
  columns: {
    rolloutId: text('rollout_id', 36),
    at: bigint('at'),
    confirmed: bigint('confirmed'),
    otherwise: bigint('otherwise'),
    rolledBack: bigint('rolled_back'),
    failed: bigint('failed'),
  },
});
