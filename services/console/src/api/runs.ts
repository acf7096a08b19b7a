import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import {
  run,
  runCurves,
  runList,
  runLog,
  type LogLine,
  type RequestRun,
  type Run,
} from '@tutti/contracts/training';
import { request } from './http';
import { pages } from './infinite';
import { keys } from './keys';
import { slowMs } from './polling';

const pathOf = (id: string): string => `/runs/${encodeURIComponent(id)}`;

/** Work shows how far it is while it goes on. */
const workMs = 1_000;

export const hasEnded = ({ state }: Pick<Run, 'state'>): boolean =>
  state === 'succeeded' || state === 'failed' || state === 'cancelled';

/** Runs, the newest first: of a stream, or all. */
export const useRuns = ({ q, pageSize = 20 }: { readonly q?: string; readonly pageSize?: number }) =>
  useInfiniteQuery({
    queryKey: [...keys.runs, 'list', q ?? '', pageSize],
    queryFn: ({ signal, pageParam }) =>
      request({ path: '/runs', query: { q, pageSize, pageToken: pageParam }, schema: runList, signal }),
    ...pages,
    refetchInterval: ({ state }) =>
      state.data?.pages.some(({ items }) => items.some((one) => !hasEnded(one))) ? workMs : slowMs,
  });

export const useRun = (id: string) =>
  useQuery({
    queryKey: [...keys.runs, 'one', id],
    queryFn: ({ signal }) => request({ path: pathOf(id), schema: run, signal }),
    refetchInterval: ({ state }) => (state.data && !hasEnded(state.data) ? workMs : false),
  });

/** What is asked of a run while it goes on, and once more when it has ended. */
const following = (of: Run, what: string) => ({
  queryKey: [...keys.runs, what, of.id, hasEnded(of)],
  placeholderData: keepPreviousData,
  refetchInterval: hasEnded(of) ? (false as const) : workMs,
});

export const useRunCurves = (of: Run) =>
  useQuery({
    ...following(of, 'curves'),
    queryFn: ({ signal }) => request({ path: `${pathOf(of.id)}/curves`, schema: runCurves, signal }),
    select: ({ series }) => series,
  });

interface Log {
  readonly lines: readonly LogLine[];
  readonly last: number | undefined;
}

const portion = 1_000;

/** Asks for what came after the lines that are there. */
const readOn = async (id: string, known: Log, signal: AbortSignal): Promise<Log> => {
  const { lines } = await request({
    path: `${pathOf(id)}/log`,
    query: { after: known.last, limit: portion },
    schema: runLog,
    signal,
  });
  const log = { lines: [...known.lines, ...lines], last: lines.at(-1)?.seq ?? known.last };
  return lines.length < portion ? log : readOn(id, log, signal);
};

/** All lines of a run's log that the server keeps; only new ones are asked for. */
export const useRunLog = (of: Run) => {
  const client = useQueryClient();
  const followed = following(of, 'log');
  return useQuery({
    ...followed,
    queryFn: ({ signal }) =>
      readOn(of.id, client.getQueryData<Log>(followed.queryKey) ?? { lines: [], last: 0 }, signal),
    select: ({ lines }) => lines,
  });
};

const useRefresh = () => {
  const client = useQueryClient();
  return () =>
    Promise.all([keys.runs, keys.streams].map((queryKey) => client.invalidateQueries({ queryKey })));
};

export const useRequestRun = () => {
  const onSettled = useRefresh();
  return useMutation({
    mutationFn: (body: RequestRun) => request({ method: 'POST', path: '/runs', body, schema: run }),
    onSettled,
  });
};

export const useCancelRun = (id: string) => {
  const onSettled = useRefresh();
  return useMutation({
    mutationFn: (reason: string) =>
      request({
        method: 'POST',
        path: `${pathOf(id)}/cancel`,
        body: reason === '' ? {} : { reason },
        schema: run,
      }),
    onSettled,
  });
};
