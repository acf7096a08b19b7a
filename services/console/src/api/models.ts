import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import {
  aliasHistory,
  aliasList,
  model,
  modelComparison,
  modelLineage,
  modelList,
  evaluationReport,
  type ImportModel,
  type Model,
} from '@tutti/contracts/training';
import { request } from './http';
import { pages } from './infinite';
import { keys } from './keys';

const pathOf = (id: string): string => `/models/${encodeURIComponent(id)}`;
const aliasesOf = (streamId: string): string => `/streams/${encodeURIComponent(streamId)}/aliases`;

/** What was judged or learned once holds. */
const forEver = { staleTime: Infinity } as const;
/** The server reads a whole file before it answers. */
const patienceMs = 120_000;

/** Models that match, the newest first. */
export const useModels = ({ q, pageSize = 30 }: { readonly q?: string; readonly pageSize?: number }) =>
  useInfiniteQuery({
    queryKey: [...keys.models, 'list', q ?? '', pageSize],
    queryFn: ({ signal, pageParam }) =>
      request({ path: '/models', query: { q, pageSize, pageToken: pageParam }, schema: modelList, signal }),
    ...pages,
  });

export const useModel = (id: string | undefined) =>
  useQuery({
    queryKey: [...keys.models, 'one', id],
    queryFn: ({ signal }) => request({ path: pathOf(id ?? ''), schema: model, signal }),
    enabled: id !== undefined,
  });

/** How a model did on pictures that it never learned from. */
export const useEvaluation = (id: string) =>
  useQuery({
    queryKey: [...keys.models, 'evaluation', id],
    queryFn: ({ signal }) => request({ path: `${pathOf(id)}/evaluation`, schema: evaluationReport, signal }),
    ...forEver,
  });

export const useComparison = (a: string, b: string) =>
  useQuery({
    queryKey: [...keys.models, 'comparison', a, b],
    queryFn: ({ signal }) =>
      request({ path: '/models/compare', query: { a, b }, schema: modelComparison, signal }),
    enabled: a !== '' && b !== '' && a !== b,
  });

/** Where a model comes from. */
export const useLineage = (id: string) =>
  useQuery({
    queryKey: [...keys.models, 'lineage', id],
    queryFn: ({ signal }) =>
      request({ path: `/lineage/models/${encodeURIComponent(id)}`, schema: modelLineage, signal }),
  });

/** The model whose file has this digest: what a device says that it runs. */
export const useModelOfArtifact = (digest: string) =>
  useQuery({
    queryKey: [...keys.models, 'of-artifact', digest],
    queryFn: ({ signal }) =>
      request({ path: `/lineage/artifacts/${encodeURIComponent(digest)}`, schema: modelLineage, signal }),
    select: ({ model: { id } }) => id,
  });

/** Where a browser fetches the files of a model. */
export const artifactUrl = (id: string): string => `/api/v1${pathOf(id)}/artifact`;
export const signatureUrl = (id: string): string => `/api/v1${pathOf(id)}/signature`;
export const exampleUrl = (id: string, digest: string): string => `/api/v1${pathOf(id)}/examples/${digest}`;

export const useAliases = (streamId: string | null) =>
  useQuery({
    queryKey: [...keys.models, 'aliases', streamId],
    queryFn: ({ signal }) => request({ path: aliasesOf(streamId ?? ''), schema: aliasList, signal }),
    enabled: streamId !== null,
    select: ({ items }) => items,
  });

export const useAliasHistory = (streamId: string, alias: string) =>
  useQuery({
    queryKey: [...keys.models, 'alias-history', streamId, alias],
    queryFn: ({ signal }) =>
      request({ path: `${aliasesOf(streamId)}/${alias}/history`, schema: aliasHistory, signal }),
    select: ({ items }) => items,
  });

const useRefresh = () => {
  const client = useQueryClient();
  return () =>
    Promise.all([keys.models, keys.streams].map((queryKey) => client.invalidateQueries({ queryKey })));
};

/** Makes a name of the stream mean this model from now on. */
export const useSetAlias = (streamId: string) => {
  const onSettled = useRefresh();
  return useMutation({
    mutationFn: ({ name, modelId }: { readonly name: string; readonly modelId: string }) =>
      request({
        method: 'PUT',
        path: `${aliasesOf(streamId)}/${encodeURIComponent(name)}`,
        body: { modelId },
      }),
    onSettled,
  });
};

export const useRemoveAlias = (streamId: string) => {
  const onSettled = useRefresh();
  return useMutation({
    mutationFn: (name: string) =>
      request({ method: 'DELETE', path: `${aliasesOf(streamId)}/${encodeURIComponent(name)}` }),
    onSettled,
  });
};

export const useRetireModel = ({ id, version }: Pick<Model, 'id' | 'version'>) => {
  const onSettled = useRefresh();
  return useMutation({
    mutationFn: (reason: string) =>
      request({
        method: 'POST',
        path: `${pathOf(id)}/retire`,
        ifMatch: version,
        body: reason === '' ? {} : { reason },
      }),
    onSettled,
  });
};

/** Takes an uploaded file in as a model. */
export const useImportModel = () => {
  const onSettled = useRefresh();
  return useMutation({
    mutationFn: (body: ImportModel) =>
      request({ method: 'POST', path: '/models', body, schema: model, patienceMs }),
    onSettled,
  });
};
