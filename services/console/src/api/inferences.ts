import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { inferenceList, inferenceRates } from '@tutti/contracts/devices';
import { askFor, pollFor, stepFor, type TimeWindow } from '../components/chart/window';
import { request } from './http';
import { pages } from './infinite';
import { keys } from './keys';
import { telemetryMs } from './polling';

interface ResultsOf {
  readonly deviceId?: string;
  readonly pageSize: number;
  /** RSQL over the results. */
  readonly q?: string;
  /** Exclusive; until now when absent. */
  readonly to?: string | undefined;
  /** Stands still while somebody looks closely. */
  readonly paused: boolean;
}

/** Newest results first. */
export const useInferences = ({ deviceId, pageSize, q, to, paused }: ResultsOf) =>
  useInfiniteQuery({
    queryKey: [...keys.inferences, 'list', deviceId ?? '', pageSize, q ?? '', to ?? 'now'],
    queryFn: ({ signal, pageParam }) =>
      request({
        path: '/inferences',
        query: { deviceId, q, to, pageSize, pageToken: pageParam },
        schema: inferenceList,
        signal,
      }),
    ...pages,
    refetchInterval: paused ? false : telemetryMs,
    refetchOnWindowFocus: !paused,
  });

const bars = 72;

/** The window's results in steps, of a device or of all. */
export const useRates = (window: TimeWindow, deviceId?: string) => {
  const stepSeconds = stepFor(window, bars);
  return useQuery({
    queryKey: [...keys.inferences, 'rates', deviceId ?? '', window],
    queryFn: async ({ signal }) => {
      const { query, span } = askFor(window, stepSeconds);
      const call = {
        path: '/inferences/rates',
        query: { deviceId, ...query },
        schema: inferenceRates,
        signal,
      };
      return { ...(await request(call)), span };
    },
    placeholderData: keepPreviousData,
    refetchInterval: window.end === null && pollFor(stepSeconds),
  });
};

export type Rates = NonNullable<ReturnType<typeof useRates>['data']>;
