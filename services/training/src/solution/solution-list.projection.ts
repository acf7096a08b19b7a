import type { Solution, SolutionEvent, TrainingTask } from '@tutti/contracts/training';
import type { Projection, Recorded } from '@tutti/kernel';

export interface SolutionRow {
  /** Its key. */
  readonly id: string;
  /** Of the newest version, like task and trainer. */
  readonly name: string;
  readonly task: TrainingTask;
  readonly trainer: string;
  readonly newestVersion: number;
  /** Newest first. */
  readonly versions: Solution['versions'];
  readonly retired: boolean;
  readonly changedAt: number;
  readonly version: number;
}

const project = (
  row: SolutionRow | undefined,
  { event, aggregateId: id, aggregateVersion, time }: Recorded<SolutionEvent>,
): SolutionRow | undefined => {
  const stamp = { changedAt: time.getTime(), version: aggregateVersion };
  switch (event.type) {
    case 'SolutionPublished': {
      const { version, manifest } = event.data;
      const { name, task, trainer } = manifest;
      const published = { version, manifest, publishedAt: time.toISOString() };
      const versions = [published, ...(row?.versions ?? [])];
      return { id, name, task, trainer, newestVersion: version, versions, retired: false, ...stamp };
    }
    case 'SolutionRetired':
      return row && { ...row, retired: true, ...stamp };
    default:
      return event satisfies never;
  }
};

export const solutionListProjection: Projection<SolutionRow, SolutionEvent> = {
  name: 'solution-list',
  version: 1,
  subjects: ['evt.training.solution.*'],
  handles: ['SolutionPublished', 'SolutionRetired'],
  key: ({ aggregateId }) => aggregateId,
  project,
};
