import type { JobReport } from '@tutti/contracts/training';
import type { RunProgressRow } from '../run/run-progress.table';
import type { KnownRun } from '../run/run.state';

/** Steps that a trainer has left behind, by what it does now; those that it skips it never did. */
export const finishedSteps = (
  { steps, done }: Pick<KnownRun, 'steps' | 'done'>,
  report: Pick<JobReport, 'claimId' | 'step' | 'skipped'>,
  progress: Pick<RunProgressRow, 'claimId' | 'step' | 'stepAt' | 'skipped'> | undefined,
  at: number,
): readonly { readonly step: string; readonly seconds: number }[] => {
  const mine = progress?.claimId === report.claimId ? progress : undefined;
  const skipped = new Set([...(report.skipped ?? []), ...(mine?.skipped ?? [])]);
  return steps
    .slice(0, Math.max(0, steps.indexOf(report.step)))
    .filter((step) => !done.includes(step) && !skipped.has(step))
    .map((step) => ({
      step,
      seconds: mine?.step === step ? Math.max(0, at - mine.stepAt) / 1000 : 0,
    }));
};
