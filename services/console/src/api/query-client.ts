import { QueryClient } from '@tanstack/react-query';
import { ConnectionError, ProblemError } from './problem-error';

const retriable = (error: Error): boolean =>
  error instanceof ConnectionError || (error instanceof ProblemError && error.problem.status === 503);

const delayMs = (attempt: number, error: Error): number =>
  error instanceof ProblemError && error.retryAfter !== undefined
    ? error.retryAfter * 1_000
    : Math.min(1_000 * 2 ** attempt, 8_000);

export const createQueryClient = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: {
        retry: (failures, error) => failures < 3 && retriable(error),
        retryDelay: delayMs,
        staleTime: 1_000,
        // The server may well be on this machine: what the browser thinks of the network does not count.
        networkMode: 'always',
      },
      mutations: { retry: false, networkMode: 'always' },
    },
  });
