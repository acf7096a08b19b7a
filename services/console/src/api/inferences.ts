import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { inferenceList, inferenceRates } from '@tutti/contracts/devices';
import { request } from './http';
import { pages } from './infinite';
import { keys } from './keys';
import { telemetryMs } from './polling';

interface ResultsOf {
  readonly deviceId?: string;
  readonly pageSize: number;
  /** RSQL over the results. */
  readonly q?: string;
  /** Stands still while somebody looks closely. */
  readonly paused: boolean;
}

/** Newest results first. */
export const useInferences = ({ deviceId, pageSize, q, paused }: ResultsOf) =>
  useInfiniteQuery({
    queryKey: [...keys.inferences, 'list', deviceId ?? '', pageSize, q ?? ''],
    queryFn: ({ signal, pageParam }) =>
      request({
        path: '/inferences',
        query: { deviceId, q, pageSize, pageToken: pageParam },
        schema: inferenceList,
        signal,
      }),
    ...pages,
    refetchInterval: paused ? false : telemetryMs,
    refetchOnWindowFocus: !paused,
  });

/** Results per step of the last minutes, until now. */
export const useRates = (minutes: number, stepSeconds: number, deviceId?: string) =>
  useQuery({
    queryKey: [...keys.inferences, 'rates', deviceId ?? '', minutes, stepSeconds],
    queryFn: ({ signal }) =>
      request({
        path: '/inferences/rates',
        query: { deviceId, stepSeconds, from: new Date(Date.now() - minutes * 60_000).toISOString() },
        schema: inferenceRates,
        signal,
      }),
    placeholderData: keepPreviousData,
    refetchInterval: telemetryMs,
  });
