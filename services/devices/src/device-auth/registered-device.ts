import type { Aggregates } from '@tutti/event-store';
import type { DeviceRequest } from '@tutti/service-kit';
import { deviceDecider } from '../device/device.decider';

/** Only here does a key count that is not (or no longer) a device's: a device asks what became of its request. */
export const asksForItsStanding = ({ method, path }: DeviceRequest): boolean =>
  method === 'GET' && /^\/api\/v1\/enrolments\/[a-z2-7]{26}$/.test(path);

/** As the device stands in the log now. */
export const isRegistered =
  (aggregates: Aggregates) =>
  async (id: string, publicKey: string): Promise<boolean> => {
    const { state } = await aggregates.load(deviceDecider, id);
    return state.status === 'registered' && state.publicKey === publicKey;
  };
