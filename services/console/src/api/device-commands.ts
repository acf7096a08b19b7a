import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Device, DeviceSettings, PatchDevice } from '@tutti/contracts/devices';
import { devicePath } from './devices';
import { request } from './http';
import { keys } from './keys';

const useRefreshDevices = () => {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: keys.devices });
};

/** `version` is the one that the form was filled from: whoever changed it meanwhile is not overwritten (412). */
export const useDescribeDevice = () => {
  const refresh = useRefreshDevices();
  return useMutation({
    mutationFn: (edit: { readonly id: string; readonly version: number; readonly patch: PatchDevice }) =>
      request({ method: 'PATCH', path: devicePath(edit.id), body: edit.patch, ifMatch: edit.version }),
    onSettled: refresh,
  });
};

/** As `useDescribeDevice`, of everything that is set for the device. */
export const useSetDevice = () => {
  const refresh = useRefreshDevices();
  return useMutation({
    mutationFn: (edit: {
      readonly id: string;
      readonly version: number;
      readonly settings: DeviceSettings;
    }) =>
      request({
        method: 'PUT',
        path: `${devicePath(edit.id)}/settings`,
        body: edit.settings,
        ifMatch: edit.version,
      }),
    onSettled: refresh,
  });
};

export type LifecycleCommand = 'suspend' | 'resume' | 'retire';

interface Change {
  readonly device: Device;
  readonly reason: string;
}

const callOf = (command: LifecycleCommand, { device, reason }: Change) => {
  const path = devicePath(device.id);
  switch (command) {
    case 'suspend':
      return { method: 'POST', path: `${path}/suspend`, body: reason === '' ? {} : { reason } } as const;
    case 'resume':
      return { method: 'POST', path: `${path}/resume` } as const;
    case 'retire':
      return { method: 'DELETE', path } as const;
  }
};

export const useChangeLifecycle = (command: LifecycleCommand) => {
  const refresh = useRefreshDevices();
  return useMutation({
    mutationFn: (change: Change) => request({ ...callOf(command, change), ifMatch: change.device.version }),
    onSettled: refresh,
  });
};
