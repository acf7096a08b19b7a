import type { RolloutEvent, RolloutStatus } from '@tutti/contracts/deployment';

type DataOf<Type extends RolloutEvent['type']> = Extract<RolloutEvent, { type: Type }>['data'];

export type RolloutPlannedData = DataOf<'RolloutPlanned'>;
export type AdmittedDevices = DataOf<'DevicesAdmitted'>;
export type GroupStatus = 'waiting' | 'running' | 'passed' | 'failed';

/** A device of the tail. Short, for there may be thousands and they stand in snapshots. */
export type Admitted = readonly [deviceId: string, attempt: number];

export interface GroupState {
  readonly status: GroupStatus;
  readonly devices: number;
  /** How many of them, from the first, were decided to be offered the model. */
  readonly offered: number;
}

export interface KnownRollout {
  readonly status: RolloutStatus;
  readonly planned: RolloutPlannedData;
  /** The planned ones in their order; behind them the tail, once it has a device. */
  readonly groups: readonly GroupState[];
  /** Devices of the tail in their order. */
  readonly admitted: readonly Admitted[];
  /** How often it was resumed: a pause for errors is about the time since. */
  readonly resumed: number;
}

export type RolloutState = { readonly status: 'initial' } | KnownRollout;

export const initialState: RolloutState = { status: 'initial' };

export const hasEnded = ({ status }: KnownRollout): boolean =>
  status === 'finished' || status === 'stopped' || status === 'refused';

export const isThrough = ({ status }: { readonly status: GroupStatus }): boolean =>
  status === 'passed' || status === 'failed';

/** Which group has its turn; -1 when all are through. */
export const currentGroup = (groups: readonly { readonly status: GroupStatus }[]): number =>
  groups.findIndex((group) => !isThrough(group));

export const tailOf = ({ planned }: KnownRollout): number => planned.groups.length;

const planned = (data: RolloutPlannedData): KnownRollout => ({
  status: data.approval ? 'waiting-for-approval' : 'ready',
  planned: data,
  groups: data.groups.map(({ devices }) => ({ status: 'waiting', devices, offered: 0 })),
  admitted: [],
  resumed: 0,
});

const withGroup = (state: KnownRollout, index: number, change: Partial<GroupState>): KnownRollout => ({
  ...state,
  groups: state.groups.map((group, n) => (n === index ? { ...group, ...change } : group)),
});

/** A tail that was through has its turn again. */
const admit = (state: KnownRollout, { devices }: AdmittedDevices): KnownRollout => {
  const tail = state.groups[tailOf(state)] ?? { status: 'waiting', devices: 0, offered: 0 };
  const grown: GroupState = {
    ...tail,
    devices: tail.devices + devices.length,
    status: isThrough(tail) ? 'waiting' : tail.status,
  };
  return {
    ...state,
    groups: [...state.groups.slice(0, tailOf(state)), grown],
    admitted: [...state.admitted, ...devices.map(({ deviceId, attempt }): Admitted => [deviceId, attempt])],
  };
};

const evolveKnown = (
  state: KnownRollout,
  event: Exclude<RolloutEvent, { type: 'RolloutPlanned' }>,
): KnownRollout => {
  switch (event.type) {
    case 'RolloutApproved':
      return { ...state, status: 'ready' };
    case 'RolloutRefused':
      return { ...state, status: 'refused' };
    case 'RolloutStarted':
      return { ...state, status: 'running' };
    case 'GroupStarted':
      return withGroup(state, event.data.group, { status: 'running' });
    case 'WaveOffered':
      return withGroup(state, event.data.group, { offered: event.data.from + event.data.count });
    case 'GroupPassed':
      return withGroup(state, event.data.group, { status: 'passed' });
    case 'GroupFailed':
      return withGroup(state, event.data.group, { status: 'failed' });
    case 'RolloutPaused':
      return { ...state, status: 'paused' };
    case 'RolloutResumed':
      return { ...state, status: 'running', resumed: state.resumed + 1 };
    case 'RolloutStopped':
      return { ...state, status: 'stopped' };
    case 'DevicesAdmitted':
      return admit(state, event.data);
    case 'RolloutFinished':
      return { ...state, status: 'finished' };
    default:
      return event satisfies never;
  }
};

export const evolve = (state: RolloutState, event: RolloutEvent): RolloutState => {
  if (event.type === 'RolloutPlanned') return planned(event.data);
  return state.status === 'initial' ? state : evolveKnown(state, event);
};
