import { DomainError } from '@tutti/kernel';
import { deviceErrors } from '@tutti/contracts/devices';
import type { DeviceState } from './device.state';

export function refuse(code: keyof typeof deviceErrors, detail: string): never {
  throw new DomainError(deviceErrors[code], { detail });
}

/** For commands that need a device of the fleet. */
export function notInFleet(state: DeviceState): never {
  if (state.status === 'initial') refuse('device.not-found', 'No device has this id.');
  refuse('device.not-registered', `The device is ${state.status}.`);
}
