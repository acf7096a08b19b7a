import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { deliveryDetail, deliveryList, type DeliveryStatus } from '@tutti/contracts/summary';
import { allPages } from './all-pages';
import { request } from './http';
import { pages } from './infinite';
import { keys } from './keys';
import { slowMs } from './polling';

export interface DeliveryFilter {
  readonly channelId?: string;
  readonly status?: DeliveryStatus;
}

const pathOf = (id: string): string => `/deliveries/${encodeURIComponent(id)}`;

/** What was sent and what waits, the newest first. */
export const useDeliveries = (filter: DeliveryFilter) =>
  useInfiniteQuery({
    queryKey: [...keys.deliveries, 'list', filter],
    queryFn: ({ signal, pageParam }) =>
      request({
        path: '/deliveries',
        query: { ...filter, pageSize: 50, pageToken: pageParam },
        schema: deliveryList,
        signal,
      }),
    ...pages,
    placeholderData: keepPreviousData,
    refetchInterval: slowMs,
  });

/** All of a day's summary, the newest first. */
export const useDeliveriesOf = (date: string) =>
  useQuery({
    queryKey: [...keys.deliveries, 'of', date],
    queryFn: ({ signal }) =>
      allPages((pageToken) =>
        request({
          path: '/deliveries',
          query: { date, pageSize: 500, pageToken },
          schema: deliveryList,
          signal,
        }),
      ),
  });

/** One with its message and all attempts. */
export const useDelivery = (id: string | undefined) =>
  useQuery({
    queryKey: [...keys.deliveries, 'one', id],
    queryFn: ({ signal }) => request({ path: pathOf(id ?? ''), schema: deliveryDetail, signal }),
    refetchInterval: slowMs,
    enabled: id !== undefined,
  });

export const useRetryDelivery = (id: string) => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => request({ method: 'POST', path: `${pathOf(id)}/retry`, body: {} }),
    onSettled: () => client.invalidateQueries({ queryKey: keys.deliveries }),
  });
};
