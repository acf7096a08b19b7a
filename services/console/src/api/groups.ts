import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { filterFields, type FilterField } from '@tutti/contracts/common';
import { rolloutTargetFields } from '@tutti/contracts/deployment';
import {
  deviceGroup,
  deviceGroupList,
  type DefineDeviceGroup,
  type DeviceGroup,
  type PatchDeviceGroup,
} from '@tutti/contracts/devices';
import { targetFields } from '@tutti/contracts/training';
import { allPages } from './all-pages';
import { request } from './http';
import { keys } from './keys';
import { slowMs } from './polling';

/** Saved groups with the number of devices that match now. */
export const useGroups = () =>
  useQuery({
    queryKey: [...keys.groups, 'list'],
    queryFn: ({ signal }) =>
      allPages((pageToken) =>
        request({
          path: '/device-groups',
          query: { pageSize: 100, pageToken },
          schema: deviceGroupList,
          signal,
        }),
      ),
    refetchInterval: slowMs,
  });

/** What devices can be filtered by, as the server says. */
export const useFilterFields = () =>
  useQuery({
    queryKey: [...keys.groups, 'fields'],
    queryFn: ({ signal }) => request({ path: '/devices/fields', schema: filterFields, signal }),
    select: ({ items }) => items,
    staleTime: 60_000,
  });

const useFieldsOf = (names: readonly string[]): readonly FilterField[] =>
  (useFilterFields().data ?? []).filter(({ name }) => names.includes(name));

/** Those of them by which a stream's models can be meant for devices. */
export const useTargetFields = (): readonly FilterField[] => useFieldsOf(targetFields);

/** Those by which a rollout can choose its devices. */
export const useRolloutTargetFields = (): readonly FilterField[] => useFieldsOf(rolloutTargetFields);

const useRefresh = () => {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: keys.groups });
};

const pathOf = ({ id }: DeviceGroup): string => `/device-groups/${encodeURIComponent(id)}`;

export const useDefineGroup = () => {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (body: DefineDeviceGroup) =>
      request({ method: 'POST', path: '/device-groups', body, schema: deviceGroup }),
    onSettled: refresh,
  });
};

/** `group` is what the form was filled from: whoever changed it meanwhile is not overwritten (412). */
export const useRedefineGroup = () => {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: ({ group, patch }: { readonly group: DeviceGroup; readonly patch: PatchDeviceGroup }) =>
      request({
        method: 'PATCH',
        path: pathOf(group),
        body: patch,
        ifMatch: group.version,
        schema: deviceGroup,
      }),
    onSettled: refresh,
  });
};

export const useDeleteGroup = () => {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (group: DeviceGroup) =>
      request({ method: 'DELETE', path: pathOf(group), ifMatch: group.version }),
    onSettled: refresh,
  });
};
