import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { device, deviceCounts, deviceList, failureList } from '@tutti/contracts/devices';
import { request } from './http';
import { pages } from './infinite';
import { keys } from './keys';
import { telemetryMs } from './polling';

export const devicePath = (id: string): string => `/devices/${encodeURIComponent(id)}`;

export const useDevices = (filter: { readonly q: string; readonly sort: string }) =>
  useInfiniteQuery({
    queryKey: [...keys.devices, 'list', filter],
    queryFn: ({ signal, pageParam }) =>
      request({
        path: '/devices',
        query: { ...filter, pageSize: 50, pageToken: pageParam },
        schema: deviceList,
        signal,
      }),
    ...pages,
    placeholderData: keepPreviousData,
    refetchInterval: telemetryMs,
  });

/** As it is, or as it was: `asOf` is a position of the log or a time. */
export const useDevice = (id: string, asOf?: string) =>
  useQuery({
    queryKey: [...keys.devices, 'one', id, asOf ?? 'now'],
    queryFn: ({ signal }) => request({ path: devicePath(id), query: { asOf }, schema: device, signal }),
    refetchInterval: asOf === undefined && telemetryMs,
  });

export const useDeviceCounts = () =>
  useQuery({
    queryKey: [...keys.devices, 'counts'],
    queryFn: ({ signal }) => request({ path: '/devices/counts', schema: deviceCounts, signal }),
    refetchInterval: telemetryMs,
  });

export const useFailures = (id: string, to?: string) =>
  useInfiniteQuery({
    queryKey: [...keys.devices, 'failures', id, to ?? 'now'],
    queryFn: ({ signal, pageParam }) =>
      request({
        path: `${devicePath(id)}/failures`,
        query: { to, pageSize: 50, pageToken: pageParam },
        schema: failureList,
        signal,
      }),
    ...pages,
    refetchInterval: telemetryMs,
  });
