import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import {
  commandPicture,
  deviceCommand,
  deviceCommandList,
  type DeviceCommand,
  type IssueDeviceCommand,
} from '@tutti/contracts/devices';
import { request } from './http';
import { pages } from './infinite';
import { keys } from './keys';
import { slowMs, telemetryMs } from './polling';

const path = '/device-commands';
const commandPath = (id: string): string => `${path}/${encodeURIComponent(id)}`;
/** A photo over a slow line. */
const uploadPatienceMs = 180_000;

export const isOpen = ({ status }: DeviceCommand): boolean =>
  status === 'issued' || status === 'accepted' || status === 'cancelling';

/** Addresses of what belongs to a command; the session's cookie opens them. */
export const commandBytes = (id: string, what: 'picture' | 'logs'): string =>
  `/api/v1${commandPath(id)}/${what}`;

/** Commands of a device, newest first. How far the open ones are is no event, so they are asked for. */
export const useEdgeCommands = (deviceId: string) =>
  useInfiniteQuery({
    queryKey: [...keys.commands, 'list', deviceId],
    queryFn: ({ signal, pageParam }) =>
      request({
        path,
        query: { q: `deviceId==${deviceId}`, pageSize: 20, pageToken: pageParam },
        schema: deviceCommandList,
        signal,
      }),
    ...pages,
    refetchInterval: ({ state }) =>
      state.data?.pages.some(({ items }) => items.some(isOpen)) === true ? telemetryMs : slowMs,
  });

export const useEdgeCommand = (id: string | undefined) =>
  useQuery({
    queryKey: [...keys.commands, 'one', id],
    queryFn: ({ signal }) => request({ path: commandPath(id ?? ''), schema: deviceCommand, signal }),
    enabled: id !== undefined,
    refetchInterval: ({ state }) => (state.data && isOpen(state.data) ? telemetryMs / 2 : false),
  });

const useRefresh = () => {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: keys.commands });
};

const issue = (body: IssueDeviceCommand): Promise<DeviceCommand> =>
  request({ method: 'POST', path, body, schema: deviceCommand });

export const useIssueCommand = () => {
  const refresh = useRefresh();
  return useMutation({ mutationFn: issue, onSettled: refresh });
};

/** Sends the picture, then the command to judge it. */
export const useTryPicture = (deviceId: string) => {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: async (picture: Blob) => {
      const call = { method: 'POST', path: `${path}/pictures`, bytes: picture } as const;
      const { sha256 } = await request({ ...call, patienceMs: uploadPatienceMs, schema: commandPicture });
      return issue({ deviceId, kind: 'infer', picture: sha256 });
    },
    onSettled: refresh,
  });
};

export const useCancelCommand = () => {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: ({ id, force }: { readonly id: string; readonly force: boolean }) =>
      request({ method: 'POST', path: `${commandPath(id)}/cancel`, body: { force }, schema: deviceCommand }),
    onSettled: refresh,
  });
};
