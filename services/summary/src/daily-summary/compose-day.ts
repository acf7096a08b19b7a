import type { SummaryFigures, SummaryRow } from '@tutti/contracts/summary';
import type { DayData } from '../tally/day-data';
import { composeDevices, composeOffline, composeProblems } from './compose-devices';
import { composeInference, composeStreams } from './compose-results';
import { composeRows } from './compose-rows';
import { composeRollouts, composeRuns } from './compose-work';

export interface ComposedDay {
  readonly figures: SummaryFigures;
  readonly rows: readonly SummaryRow[];
}

/** What is said of a day, of what is known of it: the same of the same. */
export const composeDay = (data: DayData): ComposedDay => ({
  figures: {
    devices: composeDevices(data),
    inference: composeInference(data),
    ...composeStreams(data),
    offline: composeOffline(data),
    problems: composeProblems(data),
    datasets: data.datasets,
    runs: composeRuns(data),
    rollouts: composeRollouts(data),
  },
  rows: composeRows(data),
});
