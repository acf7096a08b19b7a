import type { EnrolmentAnswer } from '@tutti/contracts/devices';
import { isInFleet, waitingKey, type DeviceState } from '../device/device.state';

export type Standing = Omit<EnrolmentAnswer, 'id'>;

const known = (status: EnrolmentAnswer['status'], reason?: string | null): Standing => ({
  status,
  reason: reason ?? null,
});

type Known = Exclude<DeviceState, { status: 'initial' }>;

/** How the key stands that a device of the fleet runs with. */
const running = (state: Known, publicKey: string): Standing | undefined =>
  isInFleet(state) && state.publicKey === publicKey
    ? known(state.status === 'registered' ? 'accepted' : 'suspended')
    : undefined;

/** How a key stands that a person turned away. */
const turnedAway = (state: Known, publicKey: string): Standing | undefined => {
  if (state.retiredKeys.includes(publicKey))
    return known('retired', state.status === 'retired' ? state.reason : null);
  return state.refusal?.publicKey === publicKey ? known('rejected', state.refusal.reason) : undefined;
};

/** What the log says to a device that shows this key; `undefined` when it never heard of it. */
export const standingOf = (state: DeviceState, publicKey: string): Standing | undefined => {
  if (state.status === 'initial') return undefined;
  if (waitingKey(state)?.publicKey === publicKey) return known('pending');
  return running(state, publicKey) ?? turnedAway(state, publicKey);
};
