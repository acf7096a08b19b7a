import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { filterFields } from '@tutti/contracts/common';
import { frameCount, frameList } from '@tutti/contracts/datasets';
import { request } from './http';
import { keys } from './keys';
import { slowMs } from './polling';

/** Which pictures that edges sent. */
export interface FrameChoice {
  /** RSQL over frames; all of them when empty. */
  readonly q: string;
  readonly from?: string;
  readonly to?: string;
  readonly minScore?: number;
  readonly maxScore?: number;
}

/** What frames can be filtered by, as the server says. */
export const useFrameFields = () =>
  useQuery({
    queryKey: [...keys.frames, 'fields'],
    queryFn: ({ signal }) => request({ path: '/frames/fields', schema: filterFields, signal }),
    select: ({ items }) => items,
    staleTime: 60_000,
  });

/** The first of them, the newest first. */
export const useFrames = (choice: FrameChoice, pageSize: number) =>
  useQuery({
    queryKey: [...keys.frames, 'list', choice, pageSize],
    queryFn: ({ signal }) =>
      request({ path: '/frames', query: { ...choice, pageSize }, schema: frameList, signal }),
    select: ({ items }) => items,
    placeholderData: keepPreviousData,
    refetchInterval: slowMs,
  });

/** How many there are, and how many of them the dataset has already. */
export const useFrameCount = (choice: FrameChoice, datasetId: string) =>
  useQuery({
    queryKey: [...keys.frames, 'count', choice, datasetId],
    queryFn: ({ signal }) =>
      request({ path: '/frames/count', query: { ...choice, datasetId }, schema: frameCount, signal }),
    placeholderData: keepPreviousData,
    refetchInterval: slowMs,
  });
