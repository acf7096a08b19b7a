import { problem } from '@tutti/contracts/common';
import { ConnectionError, ProblemError } from './problem-error';

const gatewayStatuses = new Set([502, 503, 504]);

const retryAfterOf = (response: Response): number | undefined => {
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) ? seconds : undefined;
};

/** A refusal as an error. Whoever stands between us and the service may answer with something else than a problem. */
export const readProblem = async (response: Response): Promise<Error> => {
  const body: unknown = await response.json().catch(() => undefined);
  const parsed = problem.safeParse(body);
  if (parsed.success) return new ProblemError(parsed.data, retryAfterOf(response));
  if (gatewayStatuses.has(response.status)) return new ConnectionError(`HTTP ${response.status}`);
  const { status, statusText } = response;
  return new ProblemError({
    type: 'about:blank',
    title: statusText || `HTTP ${status}`,
    status,
    code: `http.${status}`,
  });
};
