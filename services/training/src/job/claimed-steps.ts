import type { JobReport } from '@tutti/contracts/training';
import type { RunProgressRow } from '../run/run-progress.table';
import type { KnownRun } from '../run/run.state';

/** A report, held against the steps that the claim named: at another one it leaves the run where it is. */
export const ofClaimedSteps = (
  { steps }: Pick<KnownRun, 'steps'>,
  report: JobReport,
  before: Pick<RunProgressRow, 'step' | 'progress'> | undefined,
): JobReport => {
  const skipped = (report.skipped ?? []).filter((step) => steps.includes(step));
  if (steps.includes(report.step) || !before) return { ...report, skipped };
  return { ...report, skipped, step: before.step, progress: before.progress };
};
