import type { DeviceEvent, DeviceSettings, Location, Tags } from '@tutti/contracts/devices';

/** What people say about a device. */
export interface Description {
  readonly name: string;
  readonly description?: string | undefined;
  readonly site?: string | undefined;
  readonly location?: Location | undefined;
  readonly tags: Tags;
}

/** A key that waits for a person's answer. */
export interface WaitingKey {
  readonly publicKey: string;
}

export interface Refusal {
  readonly publicKey: string;
  readonly reason?: string | undefined;
}

interface Known {
  readonly serial: string;
  /** Keys of earlier lives: never accepted again. */
  readonly retiredKeys: readonly string[];
  /** Token of the newest request that had one: a device burns one use of a token however often it asks. */
  readonly enrolmentTokenId?: string | undefined;
  readonly refusal?: Refusal | undefined;
}

/** In the fleet: the running key stays valid while another one waits. */
export interface FleetDevice extends Known {
  readonly status: 'registered' | 'suspended';
  readonly publicKey: string;
  readonly description: Description;
  readonly waiting?: WaitingKey | undefined;
  readonly connection?: 'online' | 'offline';
  /** Absent before something was set. */
  readonly settings?: DeviceSettings | undefined;
}

export type DeviceState =
  | { readonly status: 'initial' }
  | (Known & { readonly status: 'requested'; readonly waiting: WaitingKey })
  | (Known & { readonly status: 'rejected' })
  | (Known & { readonly status: 'retired'; readonly reason?: string | undefined })
  | FleetDevice;

export const initialState: DeviceState = { status: 'initial' };

export const isInFleet = (state: DeviceState): state is FleetDevice =>
  state.status === 'registered' || state.status === 'suspended';

/** The key that waits for an answer, if any. */
export const waitingKey = (state: DeviceState): WaitingKey | undefined =>
  state.status === 'requested' || isInFleet(state) ? state.waiting : undefined;

type Data<Type extends DeviceEvent['type']> = Extract<DeviceEvent, { type: Type }>['data'];

const requested = (state: DeviceState, data: Data<'DeviceRequested'>): DeviceState => {
  const { serial, publicKey } = data;
  if (state.status === 'initial') {
    const { enrolmentTokenId } = data;
    return { status: 'requested', serial, retiredKeys: [], enrolmentTokenId, waiting: { publicKey } };
  }
  const enrolmentTokenId = data.enrolmentTokenId ?? state.enrolmentTokenId;
  if (isInFleet(state)) return { ...state, enrolmentTokenId, waiting: { publicKey } };
  return { status: 'requested', ...known(state), enrolmentTokenId, waiting: { publicKey } };
};

const known = ({ serial, retiredKeys, enrolmentTokenId }: Known): Known => ({
  serial,
  retiredKeys,
  enrolmentTokenId,
});

const registered = (state: DeviceState, data: Data<'DeviceRegistered'>): DeviceState => {
  if (state.status === 'initial') return state;
  const { publicKey, ...description } = data;
  return { status: 'registered', ...known(state), publicKey, description };
};

const rejected = (state: DeviceState, { reason }: Data<'DeviceRejected'>): DeviceState => {
  const refused = waitingKey(state);
  if (state.status === 'initial' || !refused) return state;
  const refusal = { publicKey: refused.publicKey, reason };
  return isInFleet(state)
    ? { ...state, waiting: undefined, refusal }
    : { status: 'rejected', ...known(state), refusal };
};

const merged = <Value>(changed: Value | null | undefined, before: Value | undefined): Value | undefined =>
  changed === undefined ? before : (changed ?? undefined);

const described = (before: Description, change: Data<'DeviceDescribed'>): Description => ({
  name: change.name ?? before.name,
  description: merged(change.description, before.description),
  site: merged(change.site, before.site),
  location: merged(change.location, before.location),
  tags: before.tags,
});

const retired = (state: FleetDevice, { reason }: Data<'DeviceRetired'>): DeviceState => ({
  status: 'retired',
  ...known(state),
  retiredKeys: [...state.retiredKeys, state.publicKey],
  reason,
});

/** Events that concern a device of the fleet only; elsewhere they change nothing. */
const evolveFleet = (state: DeviceState, event: FleetEvent): DeviceState => {
  if (!isInFleet(state)) return state;
  switch (event.type) {
    case 'DeviceDescribed':
      return { ...state, description: described(state.description, event.data) };
    case 'DeviceTagged':
      return { ...state, description: { ...state.description, tags: event.data.tags } };
    case 'DeviceSuspended':
      return { ...state, status: 'suspended' };
    case 'DeviceResumed':
      return { ...state, status: 'registered' };
    case 'DeviceKeyRotated':
      return { ...state, publicKey: event.data.publicKey, waiting: undefined };
    case 'DeviceWentOnline':
      return { ...state, connection: 'online' };
    case 'DeviceWentOffline':
      return { ...state, connection: 'offline' };
    case 'DeviceSettingsChanged':
      return { ...state, settings: event.data };
    case 'DeviceFaulted':
    case 'DeviceWarned':
      return state;
    case 'DeviceRetired':
      return retired(state, event.data);
    default:
      return event satisfies never;
  }
};

type FleetEvent = Exclude<DeviceEvent, { type: 'DeviceRequested' | 'DeviceRegistered' | 'DeviceRejected' }>;

export const evolve = (state: DeviceState, event: DeviceEvent): DeviceState => {
  switch (event.type) {
    case 'DeviceRequested':
      return requested(state, event.data);
    case 'DeviceRegistered':
      return registered(state, event.data);
    case 'DeviceRejected':
      return rejected(state, event.data);
    default:
      return evolveFleet(state, event);
  }
};
