import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { workspaceDayList, workspaceKey, workspaceList } from '@tutti/contracts/summary';
import { allPages } from './all-pages';
import { request } from './http';
import { pages } from './infinite';
import { keys } from './keys';
import { slowMs } from './polling';

const pathOf = (name: string): string => `/workspaces/${encodeURIComponent(name)}`;

/** Other installations that push their days here. */
export const useWorkspaces = () =>
  useQuery({
    queryKey: [...keys.workspaces, 'list'],
    queryFn: ({ signal }) =>
      allPages((pageToken) =>
        request({ path: '/workspaces', query: { pageSize: 500, pageToken }, schema: workspaceList, signal }),
      ),
    refetchInterval: slowMs,
  });

/** What one says of its days, the newest first. */
export const useWorkspaceDays = (name: string) =>
  useInfiniteQuery({
    queryKey: [...keys.workspaces, 'days', name],
    queryFn: ({ signal, pageParam }) =>
      request({
        path: `${pathOf(name)}/summaries`,
        query: { pageSize: 30, pageToken: pageParam },
        schema: workspaceDayList,
        signal,
      }),
    ...pages,
    refetchInterval: slowMs,
  });

const useRefresh = () => {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: keys.workspaces });
};

/** The answer holds the key, this once. */
export const useAddWorkspace = () => {
  const onSuccess = useRefresh();
  return useMutation({
    mutationFn: (name: string) =>
      request({ method: 'POST', path: '/workspaces', body: { name }, schema: workspaceKey }),
    onSuccess,
    gcTime: 0,
  });
};

export const useRekeyWorkspace = () =>
  useMutation({
    mutationFn: (name: string) =>
      request({ method: 'POST', path: `${pathOf(name)}/key`, schema: workspaceKey }),
    gcTime: 0,
  });

export const useRemoveWorkspace = () => {
  const onSettled = useRefresh();
  return useMutation({
    mutationFn: ({ name, reason }: { readonly name: string; readonly reason: string }) =>
      request({ method: 'DELETE', path: pathOf(name), query: reason === '' ? {} : { reason } }),
    onSettled,
  });
};
