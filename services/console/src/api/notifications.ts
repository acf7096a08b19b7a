import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import {
  notificationList,
  notificationPreferences,
  unreadCount,
  type Level,
  type NotificationCategory,
  type NotificationPreferences,
} from '@tutti/contracts/summary';
import { request } from './http';
import { pages } from './infinite';
import { keys } from './keys';
import { slowMs } from './polling';

export interface NotificationFilter {
  readonly unread?: 'true';
  readonly minimumLevel?: Level;
  readonly category?: NotificationCategory;
  readonly pageSize: number;
}

/** One's own, the newest first. */
export const useNotifications = (filter: NotificationFilter) =>
  useInfiniteQuery({
    queryKey: [...keys.notifications, 'list', filter],
    queryFn: ({ signal, pageParam }) =>
      request({
        path: '/notifications',
        query: { ...filter, pageToken: pageParam },
        schema: notificationList,
        signal,
      }),
    ...pages,
    placeholderData: keepPreviousData,
    refetchInterval: slowMs,
  });

export const useUnread = (enabled: boolean) =>
  useQuery({
    queryKey: [...keys.notifications, 'unread'],
    queryFn: ({ signal }) => request({ path: '/notifications/unread', schema: unreadCount, signal }),
    refetchInterval: slowMs,
    enabled,
  });

const useSaying = <Body>(path: string, method: 'POST' | 'PUT' = 'POST') => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: Body) => request({ method, path, body }),
    onSettled: () => client.invalidateQueries({ queryKey: keys.notifications }),
  });
};

/** Some, or all up to now. */
export const useMarkRead = () => useSaying<{ readonly ids?: readonly string[] }>('/notifications/read');

export const useDismiss = () => useSaying<{ readonly ids: readonly string[] }>('/notifications/dismiss');

const preferencesPath = '/notification-preferences';

export const usePreferences = () =>
  useQuery({
    queryKey: [...keys.notifications, 'preferences'],
    queryFn: ({ signal }) => request({ path: preferencesPath, schema: notificationPreferences, signal }),
  });

export const useSetPreferences = () => useSaying<NotificationPreferences>(preferencesPath, 'PUT');
