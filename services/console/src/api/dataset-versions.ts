import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import {
  datasetVersion,
  datasetVersionList,
  versionDiff,
  versionItemList,
  versionStatistics,
  type FreezeVersion,
  type Split,
  type VersionChangeKind,
} from '@tutti/contracts/datasets';
import { allPages } from './all-pages';
import { datasetPath } from './datasets';
import { answerTo, request } from './http';
import { pages } from './infinite';
import { keys } from './keys';
import { urlOf } from './url';

const pathOf = (id: string, number?: number): string =>
  `${datasetPath(id)}/versions${number === undefined ? '' : `/${number}`}`;

/** A version never changes: what was once read of it holds. */
const forEver = { staleTime: Infinity } as const;
/** The server reads a whole manifest for some answers. */
const patienceMs = 120_000;
/** It writes as many lines as there are pictures. */
const freezePatienceMs = 600_000;

/** All versions of a dataset, the newest first. */
export const useVersions = (id: string) =>
  useQuery({
    queryKey: [...keys.datasets, 'versions', id],
    queryFn: ({ signal }) =>
      allPages((pageToken) =>
        request({
          path: pathOf(id),
          query: { pageSize: 500, pageToken },
          schema: datasetVersionList,
          signal,
        }),
      ),
  });

export const useVersion = (id: string, number: number) =>
  useQuery({
    queryKey: [...keys.versions, 'one', id, number],
    queryFn: ({ signal }) => request({ path: pathOf(id, number), schema: datasetVersion, signal }),
    ...forEver,
  });

export const useVersionStatistics = (id: string, number: number) =>
  useQuery({
    queryKey: [...keys.versions, 'statistics', id, number],
    queryFn: ({ signal }) =>
      request({ path: `${pathOf(id, number)}/statistics`, schema: versionStatistics, signal, patienceMs }),
    ...forEver,
  });

export interface VersionItemFilter {
  readonly split?: Split;
  readonly class?: string;
}

/** The pictures of a version, page after page. */
export const useVersionItems = (id: string, number: number, filter: VersionItemFilter) =>
  useInfiniteQuery({
    queryKey: [...keys.versions, 'items', id, number, filter],
    queryFn: ({ signal, pageParam }) =>
      request({
        path: `${pathOf(id, number)}/items`,
        query: { ...filter, pageSize: 60, pageToken: pageParam },
        schema: versionItemList,
        signal,
        patienceMs,
      }),
    ...pages,
    ...forEver,
  });

export interface Compared {
  readonly from: number;
  readonly to: number;
  readonly kind?: VersionChangeKind;
}

/** What a version has that an earlier one has not; the counts stand in every page. */
export const useVersionDiff = (id: string, { from, to, kind }: Compared) =>
  useInfiniteQuery({
    queryKey: [...keys.versions, 'diff', id, from, to, kind ?? 'all'],
    queryFn: ({ signal, pageParam }) =>
      request({
        path: `${pathOf(id, to)}/diff`,
        query: { from, kind, pageSize: 60, pageToken: pageParam },
        schema: versionDiff,
        signal,
        patienceMs,
      }),
    ...pages,
    ...forEver,
  });

/** Answers 200 where the same content is a version already. */
export const useFreeze = (id: string) => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: FreezeVersion) =>
      answerTo({
        method: 'POST',
        path: pathOf(id),
        body,
        schema: datasetVersion,
        patienceMs: freezePatienceMs,
      }),
    onSettled: () => client.invalidateQueries({ queryKey: keys.datasets }),
  });
};

/** Where a browser fetches the manifest of a version. */
export const manifestUrl = (id: string, number: number): string => `/api/v1${pathOf(id, number)}/manifest`;

/** Formats that hold labels. */
export type ExportFormat = 'coco' | 'yolo' | 'image-folder';

/** Where a browser fetches a version as an archive. */
export const exportUrl = (id: string, format: ExportFormat, version: number): string =>
  urlOf(`/api/v1${datasetPath(id)}/export`, { format, version });
