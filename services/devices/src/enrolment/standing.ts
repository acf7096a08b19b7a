import type { EnrolmentAnswer } from '@tutti/contracts/devices';
import { isInFleet, waitingKey, type DeviceState } from '../device/device.state';

export type Standing = Omit<EnrolmentAnswer, 'id'>;

const known = (status: EnrolmentAnswer['status'], reason: string | null = null): Standing => ({
  status,
  reason,
});

/** What the log says to a device that shows this key; `undefined` when it never heard of it. */
export const standingOf = (state: DeviceState, publicKey: string): Standing | undefined => {
  if (state.status === 'initial') return undefined;
  if (waitingKey(state)?.publicKey === publicKey) return known('pending');
  if (isInFleet(state) && state.publicKey === publicKey)
    return known(state.status === 'registered' ? 'accepted' : 'suspended');
  if (state.retiredKeys.includes(publicKey))
    return known('retired', state.status === 'retired' ? (state.reason ?? null) : null);
  if (state.refusal?.publicKey === publicKey) return known('rejected', state.refusal.reason ?? null);
  return undefined;
};
