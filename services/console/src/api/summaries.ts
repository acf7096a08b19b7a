import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import {
  deliverAnswer,
  summary,
  summaryList,
  summarySettings,
  teamsMessage,
  type ComposeSummary,
  type Language,
  type SummarySettings,
} from '@tutti/contracts/summary';
import { answerTo, request } from './http';
import { pages } from './infinite';
import { keys } from './keys';
import { slowMs } from './polling';

const pathOf = (date: string): string => `/summaries/${encodeURIComponent(date)}`;

/** Days that were summed up, the newest first. */
export const useSummaries = () =>
  useInfiniteQuery({
    queryKey: [...keys.summaries, 'list'],
    queryFn: ({ signal, pageParam }) =>
      request({
        path: '/summaries',
        query: { pageSize: 30, pageToken: pageParam },
        schema: summaryList,
        signal,
      }),
    ...pages,
    refetchInterval: slowMs,
  });

export const useSummary = (date: string) =>
  useQuery({
    queryKey: [...keys.summaries, 'of', date],
    queryFn: ({ signal }) => request({ path: pathOf(date), schema: summary, signal }),
  });

/** The card as Teams is sent it; another one with each revision. */
export const useCard = (date: string, revision: number, language: Language) =>
  useQuery({
    queryKey: [...keys.summaries, 'card', date, revision, language],
    queryFn: ({ signal }) =>
      request({ path: `${pathOf(date)}/card`, query: { language }, schema: teamsMessage, signal }),
    placeholderData: keepPreviousData,
  });

const useRefresh = () => {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: keys.summaries });
};

/** Thousands of devices take their time. */
const composePatienceMs = 120_000;

/** Sums a day up, or answers with what was said of it. */
export const useCompose = () => {
  const onSettled = useRefresh();
  return useMutation({
    mutationFn: (body: ComposeSummary) =>
      request({
        method: 'POST',
        path: '/summaries',
        body,
        schema: summary,
        patienceMs: composePatienceMs,
      }),
    onSettled,
  });
};

export interface DeliverAgain {
  readonly channelIds: readonly string[];
  readonly reason: string;
}

/** To these channels, whether they have it or not. */
export const useDeliverAgain = (date: string) => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ channelIds, reason }: DeliverAgain) =>
      request({
        method: 'POST',
        path: `${pathOf(date)}/deliveries`,
        body: { channelIds, ...(reason !== '' && { reason }) },
        schema: deliverAnswer,
      }),
    onSettled: () =>
      Promise.all([keys.channels, keys.deliveries].map((queryKey) => client.invalidateQueries({ queryKey }))),
  });
};

/** Below `summaries`: they are in the log of the same service. */
const settingsKey = [...keys.summaries, 'settings'] as const;

/** The settings with the version that they have. */
export interface KnownSettings {
  readonly settings: SummarySettings;
  readonly version: number | undefined;
}

export const useSummarySettings = () =>
  useQuery({
    queryKey: settingsKey,
    queryFn: async ({ signal }): Promise<KnownSettings> => {
      const { data, version } = await answerTo({
        path: '/summary-settings',
        schema: summarySettings,
        signal,
      });
      return { settings: data, version };
    },
  });

/** `version` is that of what the form was filled from: whoever changed it meanwhile is not overwritten (412). */
export const useSetSummarySettings = () => {
  const onSettled = useRefresh();
  return useMutation({
    mutationFn: ({ settings: body, version }: KnownSettings) =>
      request({
        method: 'PUT',
        path: '/summary-settings',
        body,
        ...(version !== undefined && { ifMatch: version }),
        schema: summarySettings,
      }),
    onSettled,
  });
};
