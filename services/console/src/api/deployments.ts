import {
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
  type QueryKey,
} from '@tanstack/react-query';
import {
  deployment,
  deploymentList,
  installationList,
  openDeploymentStatus,
  type Deployment,
} from '@tutti/contracts/deployment';
import { quote } from '../lib/rsql';
import { allPages } from './all-pages';
import { fetchEvents } from './events';
import { failedDevices } from './failed-devices';
import { request } from './http';
import { pages } from './infinite';
import { deploymentsOf, keys } from './keys';
import { listMs, slowMs, telemetryMs } from './polling';

const path = '/deployments';
const deploymentPath = (id: string): string => `${path}/${encodeURIComponent(id)}`;

const open: ReadonlySet<string> = new Set(openDeploymentStatus.options);

export const isOpen = ({ status }: Pick<Deployment, 'status'>): boolean => open.has(status);

interface Wanted {
  readonly q: string;
  readonly pageSize?: number;
  /** More may come at any time, though none of these is open just now. */
  readonly isMoving?: boolean;
}

const useList = (queryKey: QueryKey, { q, pageSize = 50, isMoving = false }: Wanted) =>
  useInfiniteQuery({
    queryKey: [...queryKey, q, pageSize],
    queryFn: ({ signal, pageParam }) =>
      request({ path, query: { q, pageSize, pageToken: pageParam }, schema: deploymentList, signal }),
    ...pages,
    refetchInterval: ({ state: { data } }) => {
      const shown = data?.pages ?? [];
      const goesOn = isMoving || shown.some(({ items }) => items.some(isOpen));
      return listMs(goesOn ? telemetryMs : slowMs, shown.length);
    },
  });

/** Deployments, the newest first. How far the open ones are is no event, so they are asked for. */
export const useDeployments = (wanted: Wanted) => useList([...keys.deployments, 'list'], wanted);

/** Those of one device; its events make them stale. */
export const useDeploymentsOf = (deviceId: string) =>
  useList(deploymentsOf(deviceId), { q: `deviceId==${deviceId}`, pageSize: 20 });

export const useDeployment = (id: string) =>
  useQuery({
    queryKey: [...deploymentsOf(id), 'one'],
    queryFn: ({ signal }) => request({ path: deploymentPath(id), schema: deployment, signal }),
    refetchInterval: ({ state }) => (state.data && isOpen(state.data) ? telemetryMs / 2 : slowMs),
  });

/** What happened to it, the oldest first; an event of it makes them stale. */
export const useDeploymentEvents = (id: string) =>
  useQuery({
    queryKey: [...deploymentsOf(id), 'events'],
    queryFn: ({ signal }) => {
      const of = { context: 'deployment', aggregate: 'device-deployment', aggregateId: id };
      return fetchEvents({ ...of, after: 0, limit: 200 }, { signal });
    },
    select: ({ items }) => items,
  });

/** Finds the devices of a rollout that failed so and have not been tried again with more luck. */
export const useFailedDevices = (rolloutId: string) =>
  useMutation({
    mutationFn: async (code: string) => {
      const q = `rolloutId==${rolloutId};(failure==${quote(code)},attempt=gt=1)`;
      const found = await allPages((pageToken) =>
        request({ path, query: { q, pageSize: 500, pageToken }, schema: deploymentList }),
      );
      return failedDevices(found, code);
    },
  });

/** What ran on a device when, the newest first. */
export const useInstallations = (deviceId: string) =>
  useInfiniteQuery({
    queryKey: [...deploymentsOf(deviceId), 'installations'],
    queryFn: ({ signal, pageParam }) =>
      request({
        path: '/installations',
        query: { deviceId, pageSize: 20, pageToken: pageParam },
        schema: installationList,
        signal,
      }),
    ...pages,
  });

export const useCancelDeployment = () => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, force }: { readonly id: string; readonly force: boolean }) =>
      request({ method: 'POST', path: `${deploymentPath(id)}/cancel`, body: { force }, schema: deployment }),
    onSettled: () =>
      Promise.all(
        [keys.deployments, keys.rollouts].map((queryKey) => client.invalidateQueries({ queryKey })),
      ),
  });
};
