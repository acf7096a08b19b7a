import type { GroupPolicy, Rollout, RolloutEvent } from '@tutti/contracts/deployment';
import type { Projection, Recorded } from '@tutti/kernel';
import { isThrough, type AdmittedDevices, type GroupStatus, type RolloutPlannedData } from './rollout.state';

export interface GroupRow extends GroupPolicy {
  readonly kind: 'planned' | 'tail';
  readonly status: GroupStatus;
  readonly devices: number;
  /** Of the tail's devices those that are tried again; none when absent. */
  readonly retried?: number;
}

/** One rollout as its own events tell it; how its devices do is told by their deployments. Times in milliseconds. */
export interface RolloutRow {
  readonly id: string;
  readonly name: string;
  readonly modelId: string;
  readonly model: RolloutPlannedData['model'];
  readonly streamId: string | null;
  readonly mode: Rollout['mode'];
  readonly wish: RolloutPlannedData['wish'];
  readonly stepMinutes: RolloutPlannedData['stepMinutes'];
  readonly status: Rollout['status'];
  readonly paused: Rollout['paused'];
  readonly cause: Rollout['cause'];
  readonly causeKind: Rollout['cause']['kind'];
  readonly target: Rollout['target'];
  readonly groups: readonly GroupRow[];
  readonly pacing: Rollout['pacing'];
  readonly approval: boolean;
  readonly approvedBy: string | null;
  readonly manifestDigest: string;
  readonly manifestBytes: number;
  readonly excluded: number;
  readonly force: string | null;
  readonly reason: string | null;
  readonly startAt: number | null;
  readonly joinUntil: number | null;
  readonly plannedAt: number;
  readonly plannedBy: string | null;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  readonly version: number;
}

type LaterEvent = Exclude<RolloutEvent, { type: 'RolloutPlanned' }>;

const milliseconds = (time: string | undefined): number | null =>
  time === undefined ? null : new Date(time).getTime();

const planned = (
  { aggregateId: id, aggregateVersion: version, time, metadata }: Recorded,
  data: RolloutPlannedData,
): RolloutRow => {
  const { name, model, wish, stepMinutes, cause, target, pacing, approval, manifest, excluded } = data;
  return {
    id,
    ...{ name, model, wish, stepMinutes, cause, target, pacing, approval, excluded, version },
    modelId: model.modelId,
    streamId: data.streamId ?? null,
    mode: wish.mode,
    status: approval ? 'waiting-for-approval' : 'ready',
    paused: null,
    causeKind: cause.kind,
    groups: data.groups.map((group) => ({ ...group, kind: 'planned', status: 'waiting' })),
    approvedBy: null,
    manifestDigest: manifest.digest,
    manifestBytes: manifest.bytes,
    force: data.force ?? null,
    reason: data.reason ?? null,
    startAt: milliseconds(data.startAt),
    joinUntil: milliseconds(data.joinUntil),
    plannedAt: time.getTime(),
    plannedBy: metadata.authId ?? null,
    startedAt: null,
    endedAt: null,
  };
};

const withGroup = (row: RolloutRow, index: number, status: GroupStatus): RolloutRow => ({
  ...row,
  groups: row.groups.map((group, n) => (n === index ? { ...group, status } : group)),
});

/** By the rules of the last planned group, and under no name of its own. */
const withAdmitted = (
  row: RolloutRow,
  { kind, devices: { length: devices } }: AdmittedDevices,
): RolloutRow => {
  const again = kind === 'retried' ? devices : 0;
  const tail = row.groups.find((group) => group.kind === 'tail');
  if (tail) {
    const status = isThrough(tail) ? 'waiting' : tail.status;
    const retried = (tail.retried ?? 0) + again;
    const grown: GroupRow = { ...tail, status, devices: tail.devices + devices, retried };
    return { ...row, groups: [...row.groups.slice(0, -1), grown] };
  }
  const last = row.groups.at(-1);
  if (!last) return row;
  const begun: GroupRow = { ...last, kind: 'tail', status: 'waiting', devices, retried: again };
  return { ...row, groups: [...row.groups, begun] };
};

const ended = (row: RolloutRow, status: RolloutRow['status'], at: number, reason?: string): RolloutRow => ({
  ...row,
  status,
  paused: null,
  endedAt: at,
  reason: reason ?? row.reason,
});

const changed = (row: RolloutRow, event: LaterEvent, { time, metadata }: Recorded): RolloutRow => {
  switch (event.type) {
    case 'RolloutApproved':
      return { ...row, status: 'ready', approvedBy: metadata.authId ?? null };
    case 'RolloutRefused':
      return ended(row, 'refused', time.getTime(), event.data.reason);
    case 'RolloutStarted':
      return { ...row, status: 'running', startedAt: time.getTime() };
    case 'GroupStarted':
      return withGroup(row, event.data.group, 'running');
    case 'WaveOffered':
      return row;
    case 'GroupPassed':
      return withGroup(row, event.data.group, 'passed');
    case 'GroupFailed':
      return withGroup(row, event.data.group, 'failed');
    case 'RolloutPaused': {
      const { cause, group = null } = event.data;
      return { ...row, status: 'paused', paused: { cause, group } };
    }
    case 'RolloutResumed':
      return { ...row, status: 'running', paused: null };
    case 'RolloutStopped':
      return ended(row, 'stopped', time.getTime(), event.data.reason);
    case 'DevicesAdmitted':
      return withAdmitted(row, event.data);
    case 'RolloutFinished':
      return ended(row, 'finished', time.getTime());
    default:
      return event satisfies never;
  }
};

const project = (row: RolloutRow | undefined, recorded: Recorded<RolloutEvent>): RolloutRow | undefined => {
  const { event, aggregateVersion: version } = recorded;
  if (event.type === 'RolloutPlanned') return planned(recorded, event.data);
  return row && { ...changed(row, event, recorded), version };
};

export const rolloutListProjection: Projection<RolloutRow, RolloutEvent> = {
  name: 'rollout-list',
  version: 2,
  subjects: ['evt.deployment.rollout.*'],
  handles: [
    'RolloutPlanned',
    'RolloutApproved',
    'RolloutRefused',
    'RolloutStarted',
    'GroupStarted',
    'WaveOffered',
    'GroupPassed',
    'GroupFailed',
    'RolloutPaused',
    'RolloutResumed',
    'RolloutStopped',
    'DevicesAdmitted',
    'RolloutFinished',
  ],
  key: ({ aggregateId }) => aggregateId,
  project,
};
