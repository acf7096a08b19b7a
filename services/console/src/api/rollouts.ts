import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { rollout, rolloutList, rolloutPreview, type PlanRollout } from '@tutti/contracts/deployment';
import { request } from './http';
import { pages } from './infinite';
import { keys } from './keys';
import { slowMs } from './polling';

/** Rollouts that match, the newest first. Progress of devices is no event. */
export const useRollouts = (filter: { readonly q: string; readonly pageSize?: number }) =>
  useInfiniteQuery({
    queryKey: [...keys.rollouts, 'list', filter],
    queryFn: ({ signal, pageParam }) =>
      request({
        path: '/rollouts',
        query: { pageSize: 30, ...filter, pageToken: pageParam },
        schema: rolloutList,
        signal,
      }),
    ...pages,
    placeholderData: keepPreviousData,
    refetchInterval: slowMs,
  });

/** What a plan would do, before it is stored; asked for again, because devices come and go. */
export const usePreview = (body: PlanRollout | undefined) =>
  useQuery({
    queryKey: [...keys.previews, body],
    queryFn: ({ signal }) =>
      request({ method: 'POST', path: '/rollouts/preview', body, schema: rolloutPreview, signal }),
    enabled: body !== undefined,
    placeholderData: keepPreviousData,
    refetchInterval: slowMs,
  });

/** However often it is sent under this key, it is planned once. */
export const usePlanRollout = (idempotencyKey: string) => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: PlanRollout) =>
      request({ method: 'POST', path: '/rollouts', body, idempotencyKey, schema: rollout }),
    onSettled: () => client.invalidateQueries({ queryKey: keys.rollouts }),
  });
};
