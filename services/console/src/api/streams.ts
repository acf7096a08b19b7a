import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import {
  stream,
  streamList,
  type CreateStream,
  type MoveStream,
  type PatchStream,
  type Stream,
  type Trigger,
} from '@tutti/contracts/training';
import { request } from './http';
import { pages } from './infinite';
import { keys } from './keys';
import { slowMs } from './polling';

export const streamPath = (id: string): string => `/streams/${encodeURIComponent(id)}`;

/** What a trigger saw and when it comes next changes without an event. */
const refetchInterval = slowMs;

export const useStreams = (filter: { readonly q: string; readonly sort?: string }) =>
  useInfiniteQuery({
    queryKey: [...keys.streams, 'list', filter],
    queryFn: ({ signal, pageParam }) =>
      request({
        path: '/streams',
        query: { ...filter, pageSize: 50, pageToken: pageParam },
        schema: streamList,
        signal,
      }),
    ...pages,
    placeholderData: keepPreviousData,
    refetchInterval,
  });

export const useStream = (id: string | undefined) =>
  useQuery({
    queryKey: [...keys.streams, 'one', id],
    queryFn: ({ signal }) => request({ path: streamPath(id ?? ''), schema: stream, signal }),
    enabled: id !== undefined,
    refetchInterval,
  });

const useRefresh = () => {
  const client = useQueryClient();
  return () =>
    Promise.all([keys.streams, keys.solutions].map((queryKey) => client.invalidateQueries({ queryKey })));
};

export const useCreateStream = () => {
  const onSettled = useRefresh();
  return useMutation({
    mutationFn: (body: CreateStream) => request({ method: 'POST', path: '/streams', body, schema: stream }),
    onSettled,
  });
};

/** `of` is what the form was filled from: whoever changed it meanwhile is not overwritten (412). */
export const useChangeStream = () => {
  const onSettled = useRefresh();
  return useMutation({
    mutationFn: ({ of, patch }: { readonly of: Stream; readonly patch: PatchStream }) =>
      request({
        method: 'PATCH',
        path: streamPath(of.id),
        body: patch,
        ifMatch: of.version,
        schema: stream,
      }),
    onSettled,
  });
};

/** When the stream trains by itself; null: never. */
export const useSetTrigger = () => {
  const onSettled = useRefresh();
  return useMutation({
    mutationFn: ({ of, trigger }: { readonly of: Stream; readonly trigger: Trigger | null }) =>
      request({
        method: 'PUT',
        path: `${streamPath(of.id)}/trigger`,
        body: { trigger },
        ifMatch: of.version,
        schema: stream,
      }),
    onSettled,
  });
};

export const useMoveStream = () => {
  const onSettled = useRefresh();
  return useMutation({
    mutationFn: ({ of, move }: { readonly of: Stream; readonly move: MoveStream }) =>
      request({
        method: 'POST',
        path: `${streamPath(of.id)}/move`,
        body: move,
        ifMatch: of.version,
        schema: stream,
      }),
    onSettled,
  });
};

export const useDuplicateStream = () => {
  const onSettled = useRefresh();
  return useMutation({
    mutationFn: ({ of, name }: { readonly of: Stream; readonly name: string }) =>
      request({ method: 'POST', path: `${streamPath(of.id)}/duplicate`, body: { name }, schema: stream }),
    onSettled,
  });
};

export const useDeleteStream = () => {
  const onSettled = useRefresh();
  return useMutation({
    mutationFn: ({ of }: { readonly of: Stream }) =>
      request({ method: 'DELETE', path: streamPath(of.id), ifMatch: of.version }),
    onSettled,
  });
};
