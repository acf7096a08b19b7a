import type { SolutionEvent, SolutionManifest } from '@tutti/contracts/training';
import { isSame, type Decider, type DomainError } from '@tutti/kernel';
import { refused } from '../refused.decider';
import { evolve, initialState, type KnownSolution, type SolutionState } from './solution.state';

/** Whether the manifest's JSON Schema can be used is seen at the door. */
interface PublishVersion {
  readonly type: 'PublishVersion';
  readonly manifest: SolutionManifest;
}

interface RetireSolution {
  readonly type: 'RetireSolution';
  readonly reason?: string | undefined;
}

export type SolutionCommand = PublishVersion | RetireSolution;

type Events = readonly SolutionEvent[];

export const noSuchSolution = (): DomainError =>
  refused('solution.not-found', 'No solution has this key. GET /api/v1/solutions lists them.');

/** A solution that was published, retired or not. */
export const existingSolution = (state: SolutionState): KnownSolution => {
  if (state.status === 'initial') throw noSuchSolution();
  return state;
};

/** One that may have new versions and new streams. */
export const usableSolution = (state: SolutionState): KnownSolution => {
  const solution = existingSolution(state);
  if (solution.status === 'retired')
    throw refused('solution.already-retired', 'Nothing new is made with it. Streams that there are stay.');
  return solution;
};

const publish = ({ manifest }: PublishVersion, state: SolutionState): Events => {
  const versions = state.status === 'initial' ? [] : usableSolution(state).versions;
  const newest = versions.at(-1);
  if (newest && newest.task !== manifest.task)
    throw refused('solution.other-task', `It is for ${newest.task}: publish another solution.`);
  if (newest && isSame(newest, manifest))
    throw refused('solution.nothing-changed', 'A new version says something else.');
  return [{ type: 'SolutionPublished', data: { version: versions.length + 1, manifest } }];
};

const decide = (command: SolutionCommand, state: SolutionState): Events => {
  switch (command.type) {
    case 'PublishVersion':
      return publish(command, state);
    case 'RetireSolution': {
      usableSolution(state);
      const { reason } = command;
      return [{ type: 'SolutionRetired', data: reason === undefined ? {} : { reason } }];
    }
    default:
      return command satisfies never;
  }
};

/** A recipe that streams are made of. Its id is its key. */
export const solutionDecider: Decider<SolutionState, SolutionCommand, SolutionEvent> = {
  context: 'training',
  aggregate: 'solution',
  stateVersion: 1,
  initialState,
  decide,
  evolve,
};
