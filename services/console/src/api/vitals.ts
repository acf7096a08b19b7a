import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { vitalsList, type Vitals } from '@tutti/contracts/devices';
import { allPages } from './all-pages';
import { devicePath } from './devices';
import { request } from './http';
import { keys } from './keys';
import { telemetryMs } from './polling';

const byTime = (a: Vitals, b: Vitals): number => Date.parse(a.at) - Date.parse(b.at);

/** What is known already within the range, and what came since, oldest first. */
export const mergeVitals = (
  known: readonly Vitals[],
  fresh: readonly Vitals[],
  from: number,
): readonly Vitals[] => {
  const byAt = new Map([...known, ...fresh].map((one) => [one.at, one]));
  return [...byAt.values()].filter(({ at }) => Date.parse(at) >= from).sort(byTime);
};

/** A range is fetched once; after that only what is new. */
export const useVitals = (id: string, minutes: number) =>
  useQuery<readonly Vitals[]>({
    queryKey: [...keys.devices, 'vitals', id, minutes],
    queryFn: async ({ signal, client, queryKey }) => {
      const from = Date.now() - minutes * 60_000;
      const known = client.getQueryData<readonly Vitals[]>(queryKey) ?? [];
      const since = new Date(Math.max(from, Date.parse(known.at(-1)?.at ?? '') || from)).toISOString();
      const fresh = await allPages((pageToken) =>
        request({
          path: `${devicePath(id)}/vitals`,
          query: { from: since, pageSize: 500, pageToken },
          schema: vitalsList,
          signal,
        }),
      );
      return mergeVitals(known, fresh, from);
    },
    placeholderData: keepPreviousData,
    refetchInterval: telemetryMs,
  });
