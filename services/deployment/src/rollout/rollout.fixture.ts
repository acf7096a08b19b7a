import { usualStepMinutes, type GroupPolicy, type RolloutEvent } from '@tutti/contracts/deployment';
import type { RolloutCommand } from './rollout.decider';
import type { RolloutPlannedData } from './rollout.state';

const id = (n: number): string => `0191e5a0-0000-7000-8000-${String(n).padStart(12, '0')}`;
export const rolloutId = id(1);
export const deviceOf = (n: number): string => `${'abcdefghijklmnopqrstuvwxyz'[n % 26] ?? 'a'}`.repeat(26);
export const planner = 'user:planner';
export const colleague = 'user:colleague';

export const policy = (more: Partial<GroupPolicy> = {}): GroupPolicy => ({
  name: 'Canary',
  successPercent: 100,
  onSuccess: 'next-group',
  error: { kind: 'percent', percent: 50 },
  ...more,
});

/** Three groups of 2, 4 and 10 devices. */
export const plannedData = (more: Partial<RolloutPlannedData> = {}): RolloutPlannedData => ({
  name: 'Lids v1.3',
  model: {
    modelId: id(2),
    name: 'Lids',
    version: 'v1.3',
    task: 'image-classification',
    artifact: { digest: 'a'.repeat(64), bytes: 1000 },
  },
  streamId: id(3),
  wish: {
    mode: 'replace',
    confirmation: { results: 20, minutes: 30, floor: 0.6, whenSilent: 'confirm' },
    windows: [],
    jitterSeconds: 0,
  },
  stepMinutes: usualStepMinutes,
  target: { kind: 'filter', filter: 'tags.site==seoul' },
  groups: [
    { ...policy(), devices: 2 },
    { ...policy({ name: 'Early' }), devices: 4 },
    { ...policy({ name: 'All' }), devices: 10 },
  ],
  pacing: { perMinute: 1000, mostInFlight: 1000, jitterSeconds: 0 },
  approval: false,
  manifest: { digest: 'b'.repeat(64), bytes: 500 },
  excluded: 0,
  cause: { kind: 'person' },
  ...more,
});

type DataOf<Type extends RolloutEvent['type']> = Extract<RolloutEvent, { type: Type }>['data'];

export const planned = (more: Partial<RolloutPlannedData> = {}): RolloutEvent => ({
  type: 'RolloutPlanned',
  data: plannedData(more),
});
export const approved: RolloutEvent = { type: 'RolloutApproved', data: {} };
export const refusedIt: RolloutEvent = { type: 'RolloutRefused', data: { reason: 'Not on a Friday' } };
export const started: RolloutEvent = { type: 'RolloutStarted', data: {} };
export const groupStarted = (group: number): RolloutEvent => ({ type: 'GroupStarted', data: { group } });
export const wave = (group: number, from: number, count: number): RolloutEvent => ({
  type: 'WaveOffered',
  data: { group, from, count },
});
export const groupPassed = (group: number): RolloutEvent => ({ type: 'GroupPassed', data: { group } });
export const groupFailed = (group: number, failed: number): RolloutEvent => ({
  type: 'GroupFailed',
  data: { group, failed },
});
export const paused = (data: DataOf<'RolloutPaused'> = { cause: 'person' }): RolloutEvent => ({
  type: 'RolloutPaused',
  data,
});
export const resumed: RolloutEvent = { type: 'RolloutResumed', data: {} };
export const stopped: RolloutEvent = { type: 'RolloutStopped', data: { reason: 'Wrong model' } };
export const admitted = (
  kind: DataOf<'DevicesAdmitted'>['kind'],
  ...devices: readonly (readonly [string, number])[]
): RolloutEvent => ({
  type: 'DevicesAdmitted',
  data: { kind, devices: devices.map(([deviceId, attempt]) => ({ deviceId, attempt })) },
});
export const finished: RolloutEvent = {
  type: 'RolloutFinished',
  data: { succeeded: 16, failed: 0, other: 0 },
};

export const plan: RolloutCommand = { type: 'PlanRollout', planned: plannedData() };
export const admit = (
  kind: DataOf<'DevicesAdmitted'>['kind'],
  ...devices: readonly (readonly [string, number])[]
): RolloutCommand => ({
  type: 'AdmitDevices',
  kind,
  devices: devices.map(([deviceId, attempt]) => ({ deviceId, attempt })),
});
