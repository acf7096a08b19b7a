import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import {
  dataset,
  datasetList,
  datasetProgress,
  type CreateDataset,
  type Dataset,
  type PatchDataset,
} from '@tutti/contracts/datasets';
import { request } from './http';
import { pages } from './infinite';
import { keys } from './keys';

export const datasetPath = (id: string): string => `/datasets/${encodeURIComponent(id)}`;

export const useDatasets = (filter: { readonly q: string; readonly sort?: string }) =>
  useInfiniteQuery({
    queryKey: [...keys.datasets, 'list', filter],
    queryFn: ({ signal, pageParam }) =>
      request({
        path: '/datasets',
        query: { ...filter, pageSize: 50, pageToken: pageParam },
        schema: datasetList,
        signal,
      }),
    ...pages,
    placeholderData: keepPreviousData,
  });

export const useDataset = (id: string) =>
  useQuery({
    queryKey: [...keys.datasets, 'one', id],
    queryFn: ({ signal }) => request({ path: datasetPath(id), schema: dataset, signal }),
  });

/** How far it is until training can start, by class. */
export const useProgress = (id: string) =>
  useQuery({
    queryKey: [...keys.datasets, 'progress', id],
    queryFn: ({ signal }) =>
      request({ path: `${datasetPath(id)}/progress`, schema: datasetProgress, signal }),
  });

const useRefresh = () => {
  const client = useQueryClient();
  return () =>
    Promise.all([keys.datasets, keys.labelSchemas].map((queryKey) => client.invalidateQueries({ queryKey })));
};

export const useCreateDataset = () => {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (body: CreateDataset) =>
      request({ method: 'POST', path: '/datasets', body, schema: dataset }),
    onSettled: refresh,
  });
};

/** `of` is what the form was filled from: whoever changed it meanwhile is not overwritten (412). */
export const useChangeDataset = () => {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: ({ of, patch }: { readonly of: Dataset; readonly patch: PatchDataset }) =>
      request({
        method: 'PATCH',
        path: datasetPath(of.id),
        body: patch,
        ifMatch: of.version,
        schema: dataset,
      }),
    onSettled: refresh,
  });
};

export type DatasetCommand = 'archive' | 'restore' | 'purge';

const callOf = (command: DatasetCommand, path: string, reason: string) => {
  switch (command) {
    case 'archive':
      return { method: 'POST', path: `${path}/archive`, body: reason === '' ? {} : { reason } } as const;
    case 'restore':
      return { method: 'POST', path: `${path}/restore` } as const;
    case 'purge':
      return { method: 'DELETE', path } as const;
  }
};

/** Archives a dataset, takes it back, or deletes the data of an archived one for good. */
export const useEndDataset = (command: DatasetCommand) => {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: ({ of, reason = '' }: { readonly of: Dataset; readonly reason?: string }) =>
      request({ ...callOf(command, datasetPath(of.id), reason), ifMatch: of.version }),
    onSettled: refresh,
  });
};
