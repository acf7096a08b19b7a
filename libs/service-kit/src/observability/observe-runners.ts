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
  const gauge = (
    name: string,
    help: string,
    value: (status: ObservedStatus) => number | null,
  ): Gauge<'runner'> =>
    new Gauge({
      name,
      help,
      labelNames: ['runner'],
      registers: [registry],
      collect() {
        for (const status of runners.map((runner) => runner.status()))
          this.set({ runner: labelOf(status) }, value(status) ?? Number.NaN);
      },
    });
  gauge('tutti_runner_lag_commits', 'Commits in the log that a runner has not taken in.', ({ lag }) => lag);
  gauge('tutti_runner_leader', '1 where this replica does the work.', ({ leader }) => (leader ? 1 : 0));
  for (const runner of runners)
    readiness.register({
      name: labelOf(runner.status()),
      check: async () => ({ ok: runner.status().ready, detail: detailOf(runner.status()) }),
    });
};
