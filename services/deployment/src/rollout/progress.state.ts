import type { GroupPolicy, Pacing } from '@tutti/contracts/deployment';
import type { Recorded } from '@tutti/kernel';
import type { AdmittedDevices, GroupStatus, RolloutPlannedData } from './rollout.state';

type Outcome = 'succeeded' | 'failed' | 'other';

/** How a group does, counted from what became of its deployments: each of them closes exactly once. */
export interface GroupProgress {
  readonly policy: GroupPolicy;
  readonly status: GroupStatus;
  readonly devices: number;
  readonly offered: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly other: number;
  /** Failures that a person has seen and went on all the same. */
  readonly forgiven: number;
}

/** Devices of a group, by their place in it. */
export type Wave = {
  readonly group: number;
  readonly from: number;
  readonly count: number;
};

/** What the process knows of one rollout until it ends. */
export interface Progress {
  readonly status: 'waiting' | 'running' | 'paused';
  readonly plannedAt: string;
  readonly plannedPosition: number;
  readonly startAt: string | null;
  readonly joinUntil: string | null;
  readonly pacing: Pacing;
  /** The index after these is the tail. */
  readonly planned: number;
  readonly groups: readonly GroupProgress[];
  /** Failed devices that are tried again; none when absent. */
  readonly retried?: number;
  readonly resumed: number;
  readonly pausedForErrors: boolean;
  /** Waves of the last minute: when (milliseconds), and how many devices. */
  readonly waves: readonly (readonly [at: number, count: number])[];
  /** Too many had failed, and a pause was asked for: it comes, whatever changes meanwhile. */
  readonly pausing?: boolean;
  /** Waves that came when it was: they go out once it is resumed. */
  readonly held?: readonly Wave[];
  /** The step that was asked for last and that nobody has answered yet. */
  readonly asked: string | null;
}

const fresh = (policy: GroupPolicy, devices: number): GroupProgress => ({
  policy,
  status: 'waiting',
  devices,
  offered: 0,
  succeeded: 0,
  failed: 0,
  other: 0,
  forgiven: 0,
});

export const begun = (
  data: RolloutPlannedData,
  { time, position }: Pick<Recorded, 'time' | 'position'>,
): Progress => ({
  status: 'waiting',
  plannedAt: time.toISOString(),
  plannedPosition: position,
  startAt: data.startAt ?? null,
  joinUntil: data.joinUntil ?? null,
  pacing: data.pacing,
  planned: data.groups.length,
  groups: data.groups.map(({ devices, ...policy }) => fresh(policy, devices)),
  resumed: 0,
  pausedForErrors: false,
  waves: [],
  asked: null,
});

export const withGroup = (
  state: Progress,
  index: number,
  change: (group: GroupProgress) => Partial<GroupProgress>,
): Progress => ({
  ...state,
  groups: state.groups.map((group, n) => (n === index ? { ...group, ...change(group) } : group)),
});

export const withAsked = (state: Progress, step: string | null, pauses: boolean): Progress => ({
  ...state,
  asked: step ?? state.asked,
  ...(pauses ? { pausing: true } : {}),
});

const minuteMs = 60_000;

/** Those further ahead were timed by a clock that was wrong: nobody waits until it would be right. */
export const recentWaves = ({ waves }: Pick<Progress, 'waves'>, at: number): Progress['waves'] =>
  waves.filter(([then]) => Math.abs(then - at) < minuteMs);

export const withWave = (state: Progress, { group, from, count }: Wave, at: number): Progress => ({
  ...withGroup(state, group, () => ({ offered: from + count })),
  waves: [...recentWaves(state, at), [at, count]],
});

/** They go on where the last planned group ended, by its rules. */
export const withAdmitted = (
  state: Progress,
  { kind, devices: { length: devices } }: AdmittedDevices,
): Progress => {
  const { groups, planned, retried = 0 } = state;
  const last = groups[planned - 1];
  const tail = groups[planned] ?? (last && fresh(last.policy, 0));
  if (!tail) return state;
  const isOver = tail.status === 'passed' || tail.status === 'failed';
  const grown: GroupProgress = {
    ...tail,
    devices: tail.devices + devices,
    status: isOver ? 'waiting' : tail.status,
  };
  return {
    ...state,
    groups: [...groups.slice(0, planned), grown],
    retried: kind === 'retried' ? retried + devices : retried,
  };
};

/** Whatever has failed up to here is forgiven when it was errors that it paused for. */
export const resumed = (state: Progress): Progress => ({
  ...state,
  status: 'running',
  resumed: state.resumed + 1,
  asked: null,
  pausing: false,
  pausedForErrors: false,
  groups: state.pausedForErrors
    ? state.groups.map((group) => ({ ...group, forgiven: group.failed }))
    : state.groups,
});

const sum = (groups: readonly GroupProgress[], of: (group: GroupProgress) => number): number =>
  groups.reduce((total, group) => total + of(group), 0);

export const totalOf = ({ groups }: Progress, outcome: Outcome): number =>
  sum(groups, (group) => group[outcome]);

/** Devices by what became of them at last: one that is tried again has not failed. */
export const endsOf = (progress: Progress): Readonly<Record<Outcome, number>> => ({
  succeeded: totalOf(progress, 'succeeded'),
  failed: Math.max(0, totalOf(progress, 'failed') - (progress.retried ?? 0)),
  other: totalOf(progress, 'other'),
});

const closedIn = ({ succeeded, failed, other }: GroupProgress): number => succeeded + failed + other;

/** Offered, and not closed. */
export const openIn = (group: GroupProgress): number => group.offered - closedIn(group);

export const openOf = ({ groups }: Progress): number => sum(groups, openIn);

/** Devices that count: a deployment that was cancelled or superseded says nothing about the model. */
export const counted = ({ devices, other }: GroupProgress): number => devices - other;

export const hasSucceeded = (group: GroupProgress): boolean =>
  group.succeeded * 100 >= group.policy.successPercent * counted(group);

/** More failed than the group bears, of those that nobody has forgiven. */
export const hasTooManyErrors = (group: GroupProgress): boolean => {
  const failed = group.failed - group.forgiven;
  const { error } = group.policy;
  if (failed <= 0) return false;
  return error.kind === 'count' ? failed >= error.count : failed * 100 >= error.percent * counted(group);
};

export const isBroken = ({ groups }: Progress): boolean => groups.some(hasTooManyErrors);
