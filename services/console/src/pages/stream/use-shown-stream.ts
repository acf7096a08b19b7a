import type { Solution, Stream } from '@tutti/contracts/training';
import { useOutletContext } from 'react-router';
import { versionOf, type SolutionVersion } from '../../api/solutions';

/** The stream whose page this is, with its solution in the version that it uses. */
export interface ShownStream {
  readonly stream: Stream;
  readonly solution: Solution;
  readonly used: SolutionVersion;
}

export const shownOf = (stream: Stream, solution: Solution): ShownStream | undefined => {
  const used = versionOf(solution, stream.solution.version);
  return used && { stream, solution, used };
};

export const useShownStream = (): ShownStream => useOutletContext<ShownStream>();
