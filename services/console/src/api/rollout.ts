import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import {
  excludedList,
  rollout,
  type RollBack,
  type Rollout,
  type RolloutCounts,
} from '@tutti/contracts/deployment';
import { request } from './http';
import { pages } from './infinite';
import { keys } from './keys';
import { slowMs, telemetryMs } from './polling';

const path = '/rollouts';
const rolloutPath = (id: string): string => `${path}/${encodeURIComponent(id)}`;

export const atWork = (counts: RolloutCounts): number =>
  counts.offered +
  counts.accepted +
  counts.deferred +
  counts.downloading +
  counts.installing +
  counts.soaking +
  counts.cancelling;

/** Devices come on all the time. */
export const isMoving = ({ status, counts }: Pick<Rollout, 'status' | 'counts'>): boolean =>
  status === 'running' || atWork(counts) > 0;

/** How far devices are is no event until they are through, so it is asked for while any is at work. */
export const useRollout = (id: string) =>
  useQuery({
    queryKey: [...keys.rollouts, 'one', id],
    queryFn: ({ signal }) => request({ path: rolloutPath(id), schema: rollout, signal }),
    refetchInterval: ({ state: { data } }) => (data && isMoving(data) ? telemetryMs : slowMs),
  });

/** Devices that match and cannot take the model, as they were when it was planned. */
export const useExcluded = (id: string) =>
  useInfiniteQuery({
    queryKey: [...keys.excluded, id],
    queryFn: ({ signal, pageParam }) =>
      request({
        path: `${rolloutPath(id)}/excluded`,
        query: { pageSize: 50, pageToken: pageParam },
        schema: excludedList,
        signal,
      }),
    ...pages,
    staleTime: Infinity,
  });

const useRefresh = () => {
  const client = useQueryClient();
  return () =>
    Promise.all([keys.rollouts, keys.deployments].map((queryKey) => client.invalidateQueries({ queryKey })));
};

export type RolloutCommand = 'approve' | 'refuse' | 'start' | 'pause' | 'resume' | 'stop' | 'retry';

export const asksWhy = (command: RolloutCommand): boolean => command === 'refuse' || command === 'stop';

/** What one decides on what one sees; a rollout that runs changes all the time. */
const onWhatIsSeen: ReadonlySet<RolloutCommand> = new Set(['approve', 'refuse', 'start', 'resume']);

const bodyOf = (command: RolloutCommand, reason: string): { readonly body?: object } => {
  if (command === 'retry') return { body: {} };
  return asksWhy(command) ? { body: reason === '' ? {} : { reason } } : {};
};

/** Whoever changed it since `version` was seen is not passed over (412) where that matters. */
export const useRolloutCommand = ({ id, version }: Pick<Rollout, 'id' | 'version'>) => {
  const onSettled = useRefresh();
  return useMutation({
    mutationFn: ({ command, reason }: { readonly command: RolloutCommand; readonly reason: string }) =>
      request({
        method: 'POST',
        path: `${rolloutPath(id)}/${command}`,
        ...bodyOf(command, reason),
        ...(onWhatIsSeen.has(command) ? { ifMatch: version } : {}),
        schema: rollout,
      }),
    onSettled,
  });
};

/** An earlier model again, at once; however often it is sent under this key, it happens once. */
export const useRollBack = (idempotencyKey: string) => {
  const onSettled = useRefresh();
  return useMutation({
    mutationFn: (body: RollBack) =>
      request({ method: 'POST', path: `${path}/rollback`, body, idempotencyKey, schema: rollout }),
    onSettled,
  });
};
