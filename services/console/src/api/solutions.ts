import { useQuery } from '@tanstack/react-query';
import { solution, solutionList, type Solution } from '@tutti/contracts/training';
import { allPages } from './all-pages';
import { request } from './http';
import { keys } from './keys';

/** The catalogue: a few dozen at most. */
export const useSolutions = () =>
  useQuery({
    queryKey: [...keys.solutions, 'list'],
    queryFn: ({ signal }) =>
      allPages((pageToken) =>
        request({ path: '/solutions', query: { pageSize: 100, pageToken }, schema: solutionList, signal }),
      ),
  });

export const useSolution = (key: string) =>
  useQuery({
    queryKey: [...keys.solutions, 'one', key],
    queryFn: ({ signal }) =>
      request({ path: `/solutions/${encodeURIComponent(key)}`, schema: solution, signal }),
  });

export type SolutionVersion = Solution['versions'][number];

export const newestOf = ({ versions }: Solution): SolutionVersion | undefined => versions[0];

/** The version that a stream uses. */
export const versionOf = ({ versions }: Solution, number: number): SolutionVersion | undefined =>
  versions.find(({ version }) => version === number);
