import { BlobSweep, type References } from '@tutti/service-kit';
import { SteadyClock, type Heard } from '@tutti/runtime';
import type { Foundation } from '../open-summary';
import { TallyRetention } from '../tally/tally-retention';
import { DailySummaries } from './daily-summaries';
import { DailySummaryView } from './daily-summary.view';
import { blobNamespace } from './summary-rows';
import { SummarySchedule } from './summary-schedule';

/** Injection token of the `SummaryDoors`. */
export const SUMMARIES = Symbol('summary.SUMMARIES');

/** What controllers call. */
export const openDailySummaries = (base: Foundation) => {
  const { aggregates, database, entrance, projections, rowsOf } = base;
  const readers = [
    projections.deviceTally,
    projections.deviceQuarters,
    projections.datasetQuarters,
    projections.streamTally,
    projections.solutionTally,
    projections.modelTally,
    projections.runTally,
    projections.rolloutTally,
    projections.rolloutQuarters,
  ];
  return {
    ...{ aggregates, rowsOf },
    summaries: new DailySummaries({ ...base, readers }),
    view: new DailySummaryView(database, projections.dailySummaries),
    consoleAt: () => entrance?.urls()[0],
  };
};

export type SummaryDoors = ReturnType<typeof openDailySummaries>;

interface LedParts {
  readonly base: Foundation;
  readonly doors: SummaryDoors;
  readonly heard: () => Heard | undefined;
  /** Which rows others refer to. */
  readonly references: readonly References[];
}

/** What one replica does for all: sums up days, forgets what they were made of, and bytes that nobody refers to. */
export const openSummaryWork = ({ base, doors, heard, references }: LedParts) => {
  const { dailySummaries, workspaceDays } = base.projections;
  const sweep = new BlobSweep({
    ...base,
    namespace: blobNamespace,
    subjects: ['evt.summary.>'],
    readers: [dailySummaries, workspaceDays],
    references: [doors.view.references, ...references],
  });
  const steady = new SteadyClock(base.clock);
  return {
    schedule: new SummarySchedule({ ...base, ...doors, heard, steady }),
    retention: new TallyRetention({ ...base, steady }),
    sweep,
  };
};
