import type { JobReport } from '@tutti/contracts/training';
import { portions } from '@tutti/kernel';
import type { TrainingProgress } from '../task/training-task';

/** What one report says of the work. */
export type ReportContent = Omit<JobReport, 'claimId' | 'seq'>;

/** As the protocol allows them in one report. */
const mostPoints = 500;
const mostLines = 50;
const longestLine = 2000;
const longestMessage = 256;

const shareOf = ({ progress }: TrainingProgress): number | null =>
  progress === null ? null : Math.min(1, Math.max(0, progress));

/** As many reports as what was told needs; nearly always one. */
export const contentsOf = (told: TrainingProgress): readonly ReportContent[] => {
  const { step, message, points = [], lines = [], skipped } = told;
  // No curve can show where learning lost its numbers.
  const finite = points.filter(({ value }) => Number.isFinite(value));
  const short = lines.map((line) => line.slice(0, longestLine));
  const first: ReportContent = {
    step,
    progress: shareOf(told),
    ...(message === undefined ? {} : { message: message.slice(0, longestMessage) }),
    ...(skipped ? { skipped: [...skipped] } : {}),
  };
  const { skipped: _, ...base } = first;
  const more = [
    ...[...portions(finite, mostPoints)].map((some) => ({ points: [...some] })),
    ...[...portions(short, mostLines)].map((some) => ({ lines: [...some] })),
  ];
  const [head = {}, ...rest] = more;
  return [{ ...first, ...head }, ...rest.map((part) => ({ ...base, ...part }))];
};

const both = <T>(a: readonly T[] | undefined, b: readonly T[] | undefined): T[] => [
  ...(a ?? []),
  ...(b ?? []),
];

/** Two reports of one step as one; undefined where they do not fit into one. */
export const merged = (a: ReportContent, b: ReportContent): ReportContent | undefined => {
  const points = both(a.points, b.points);
  const lines = both(a.lines, b.lines);
  const skipped = both(a.skipped, b.skipped);
  if (a.step !== b.step || points.length > mostPoints || lines.length > mostLines) return undefined;
  return { ...a, ...b, points, lines, skipped };
};
