import { Gauge, type Registry } from 'prom-client';
import type { Readiness } from './readiness';

/** What a projection or process runner says of itself (`RunnerStatus` of the runtime). */
interface ObservedStatus {
  readonly kind: string;
  readonly name: string;
  readonly phase: string;
  readonly leader: boolean;
  readonly ready: boolean;
  readonly lag: number | null;
  readonly error: string | null;
}

export interface ObservedRunner {
  status(): ObservedStatus;
}

const detailOf = ({ phase, lag, error }: ObservedStatus): string =>
  [phase, lag === null ? undefined : `lag ${lag}`, error ?? undefined].filter(Boolean).join(', ');

const labelOf = ({ kind, name }: ObservedStatus): string => `${kind} ${name}`;

/** Puts an application's runners into `/readyz` and `/metrics`. Once per registry. */
export const observeRunners = (
  runners: readonly ObservedRunner[],
  { readiness, registry }: { readonly readiness: Readiness; readonly registry: Registry },
): void => {
  // Services behind one port may keep read models of one name: these are told as one, by who is worst off.
  const named = Map.groupBy(runners, (runner) => labelOf(runner.status()));
  const gauge = (
    name: string,
    help: string,
    worst: (statuses: readonly ObservedStatus[]) => number,
  ): Gauge<'runner'> =>
    new Gauge({
      name,
      help,
      labelNames: ['runner'],
      registers: [registry],
      collect() {
        for (const [runner, same] of named) this.set({ runner }, worst(same.map((one) => one.status())));
      },
    });
  gauge('tutti_runner_lag_commits', 'Commits in the log that a runner has not taken in.', (statuses) =>
    Math.max(...statuses.map(({ lag }) => lag ?? Number.NaN)),
  );
  gauge('tutti_runner_leader', '1 where this replica does the work.', (statuses) =>
    Math.min(...statuses.map(({ leader }) => (leader ? 1 : 0))),
  );
  for (const [name, same] of named)
    readiness.register({
      name,
      check: async () => ({
        ok: same.every((runner) => runner.status().ready),
        detail: same.map((runner) => detailOf(runner.status())).join('; '),
      }),
    });
};
