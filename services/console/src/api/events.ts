import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { listOf } from '@tutti/contracts/common';
import { loggedEvent, loggedEventList, type LoggedEvent } from '@tutti/contracts/summary';
import { allPages } from './all-pages';
import { devicePath } from './devices';
import { request } from './http';
import { pages } from './infinite';
import { keys } from './keys';

export interface EventFilter {
  readonly context?: string;
  readonly aggregate?: string;
  readonly aggregateId?: string;
  readonly type?: string;
}

export interface EventPage {
  readonly items: readonly LoggedEvent[];
  /** Empty at the end of what was asked for. */
  readonly nextPageToken: string;
  /** Newest position of the log. */
  readonly head: number;
}

interface EventQuery extends EventFilter {
  readonly after?: number;
  readonly before?: number | undefined;
  readonly pageToken?: string;
  readonly limit: number;
}

export const fetchEvents = (
  query: EventQuery,
  options: { readonly signal?: AbortSignal; readonly patienceMs?: number } = {},
): Promise<EventPage> =>
  request({ path: '/events', query: { ...query }, schema: loggedEventList, ...options });

/** The log backwards from a position (exclusive), or from its end. */
export const useEventHistory = (filter: EventFilter, before: number | undefined) =>
  useInfiniteQuery({
    queryKey: [...keys.events, 'history', filter, before ?? 'end'],
    queryFn: ({ signal, pageParam }) =>
      fetchEvents({ ...filter, before, limit: 50, pageToken: pageParam }, { signal }),
    ...pages,
    staleTime: 60_000,
  });

const ofDatasets = { item: keys.items, dataset: keys.datasets, 'label-schema': keys.labelSchemas } as const;

/** What happened to a dataset, its classes or one of its items, newest first. */
export const useDatasetsHistory = (aggregate: keyof typeof ofDatasets, aggregateId: string) =>
  useInfiniteQuery({
    queryKey: [...ofDatasets[aggregate], 'history', aggregateId],
    queryFn: ({ signal, pageParam }) =>
      fetchEvents(
        { context: 'datasets', aggregate, aggregateId, limit: 50, pageToken: pageParam },
        { signal },
      ),
    ...pages,
  });

const ofTraining = { stream: keys.streams, run: keys.runs, model: keys.models } as const;

/** What happened to a stream, a run or a model, newest first. */
export const useTrainingHistory = (aggregate: keyof typeof ofTraining, aggregateId: string) =>
  useInfiniteQuery({
    queryKey: [...ofTraining[aggregate], 'history', aggregateId],
    queryFn: ({ signal, pageParam }) =>
      fetchEvents(
        { context: 'training', aggregate, aggregateId, limit: 50, pageToken: pageParam },
        { signal },
      ),
    ...pages,
  });

export type EventHistory = ReturnType<typeof useEventHistory>;

/** What happened to one device, newest first; up to a position of the log or a time, or to the end. */
export const useDeviceHistory = (id: string, asOf?: string) =>
  useInfiniteQuery({
    queryKey: [...keys.devices, 'history', id, 'until', asOf ?? 'now'],
    queryFn: ({ signal, pageParam }) =>
      request({
        path: `${devicePath(id)}/events`,
        query: { asOf, pageSize: 50, pageToken: pageParam },
        schema: listOf(loggedEvent),
        signal,
      }),
    ...pages,
  });

/** The same as one list, as far as anybody scrolls through it: the newest 2,000. */
export const useWholeHistory = (id: string) =>
  useQuery({
    queryKey: [...keys.devices, 'history', id, 'whole'],
    queryFn: ({ signal }) =>
      allPages(
        (pageToken) =>
          request({
            path: `${devicePath(id)}/events`,
            query: { pageSize: 500, pageToken },
            schema: listOf(loggedEvent),
            signal,
          }),
        4,
      ),
  });
