import type { ReactNode } from 'react';
import { ProblemAlert } from './problem-alert';
import { StaleNote } from './stale-note';

interface Props<Data> {
  readonly query: {
    readonly data: Data | undefined;
    readonly dataUpdatedAt: number;
    readonly error: unknown;
    /** Only what comes next could not be read: that is told where it would stand. */
    readonly isFetchNextPageError?: boolean;
    readonly refetch: () => unknown;
  };
  /** Stands where the data will be. */
  readonly skeleton: ReactNode;
  readonly children: (data: Data) => ReactNode;
}

/** What a query brought. Old data are better than an error, and are marked; an error is better than waiting. */
export const Loaded = <Data,>({ query, skeleton, children }: Props<Data>) => {
  const { data, dataUpdatedAt, error, isFetchNextPageError = false } = query;
  const again = (): void => void query.refetch();
  if (data === undefined) return error ? <ProblemAlert error={error} onRetry={again} /> : skeleton;
  return (
    <>
      {Boolean(error) && !isFetchNextPageError && (
        <StaleNote error={error} readAt={dataUpdatedAt} onRetry={again} />
      )}
      {children(data)}
    </>
  );
};
