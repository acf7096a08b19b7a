import type { ReactNode } from 'react';
import { ProblemAlert } from './problem-alert';

interface Props<Data> {
  readonly query: {
    readonly data: Data | undefined;
    readonly error: unknown;
    readonly refetch: () => unknown;
  };
  /** Stands where the data will be. */
  readonly skeleton: ReactNode;
  readonly children: (data: Data) => ReactNode;
}

/** What a query brought; old data are better than an error, and an error better than waiting. */
export const Loaded = <Data,>({ query, skeleton, children }: Props<Data>) => {
  const { data, error } = query;
  if (data !== undefined) return children(data);
  return error ? <ProblemAlert error={error} onRetry={() => void query.refetch()} /> : skeleton;
};
