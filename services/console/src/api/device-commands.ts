import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Device, PatchDevice } from '@tutti/contracts/devices';
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

export type LifecycleCommand = 'suspend' | 'resume' | 'retire';

export const useChangeLifecycle = (command: LifecycleCommand) => {
  const refresh = useRefreshDevices();
  return useMutation({
    mutationFn: ({ device, reason }: { readonly device: Device; readonly reason: string }) =>
      request({
        method: command === 'retire' ? 'DELETE' : 'POST',
        path: devicePath(device.id) + (command === 'retire' ? '' : `/${command}`),
        ifMatch: device.version,
        ...(command === 'resume' || reason === '' ? {} : { body: { reason } }),
      }),
    onSettled: refresh,
  });
};
