import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import {
  importJob,
  importList,
  importReportLines,
  type ImportJob,
  type StartImport,
} from '@tutti/contracts/datasets';
import { request } from './http';
import { pages } from './infinite';
import { keys } from './keys';
import { slowMs } from './polling';

const pathOf = (id: string): string => `/imports/${encodeURIComponent(id)}`;

/** Work shows how far it is while it goes on. */
const workMs = 1_000;

const isRunning = ({ state }: Pick<ImportJob, 'state'>): boolean => state === 'running';

/** Imports into a dataset, the newest first, dry runs among them. */
export const useImports = (datasetId: string) =>
  useInfiniteQuery({
    queryKey: [...keys.imports, 'list', datasetId],
    queryFn: ({ signal, pageParam }) =>
      request({
        path: '/imports',
        query: { datasetId, pageSize: 20, pageToken: pageParam },
        schema: importList,
        signal,
      }),
    ...pages,
    refetchInterval: ({ state }) =>
      state.data?.pages.some(({ items }) => items.some(isRunning)) ? workMs : slowMs,
  });

export const fetchImport = (id: string): Promise<ImportJob> =>
  request({ path: pathOf(id), schema: importJob });

export const useImport = (id: string | undefined) =>
  useQuery({
    queryKey: [...keys.imports, 'one', id],
    queryFn: () => fetchImport(id ?? ''),
    enabled: id !== undefined,
    refetchInterval: ({ state }) => (state.data && isRunning(state.data) ? workMs : false),
  });

/** What an import met, so far. */
export const useImportReport = (job: ImportJob) =>
  useQuery({
    queryKey: [...keys.imports, 'report', job.id, job.state],
    queryFn: ({ signal }) => request({ path: `${pathOf(job.id)}/report`, schema: importReportLines, signal }),
    select: ({ items }) => items,
    refetchInterval: isRunning(job) ? 2 * workMs : false,
  });

export const startImport = (body: StartImport): Promise<ImportJob> =>
  request({ method: 'POST', path: '/imports', body, schema: importJob });

export const finishImport = (id: string): Promise<ImportJob> =>
  request({ method: 'POST', path: `${pathOf(id)}/finish`, schema: importJob });

export const cancelImport = (id: string): Promise<ImportJob> =>
  request({ method: 'POST', path: `${pathOf(id)}/cancel`, schema: importJob });

const useRefresh = () => {
  const client = useQueryClient();
  return () =>
    Promise.all([keys.imports, keys.datasets].map((queryKey) => client.invalidateQueries({ queryKey })));
};

export const useStartImport = () => {
  const onSettled = useRefresh();
  return useMutation({ mutationFn: startImport, onSettled });
};

export const useCancelImport = () => {
  const onSettled = useRefresh();
  return useMutation({ mutationFn: cancelImport, onSettled });
};
