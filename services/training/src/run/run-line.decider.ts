import type { NameEvent } from '@tutti/contracts/common';
import type { DuplicatePolicy } from '@tutti/contracts/training';
import type { Decider } from '@tutti/kernel';
import { runRefused } from './run-refusal.decider';

/** Runs with one key that have not ended, in their order: the first has its turn. */
export type RunLineState = readonly string[];

export type RunLineCommand =
  | {
      readonly type: 'JoinLine';
      readonly runId: string;
      readonly policy: DuplicatePolicy;
      /** Those that the caller saw. */
      readonly seen: RunLineState;
    }
  | { readonly type: 'LeaveLine'; readonly runId: string };

/** Another run came or went since the caller looked: it looks again. */
export class LineMoved extends Error {
  override readonly name = 'LineMoved';
  constructor() {
    super('Too many runs with this key come and go at once.');
  }
}

type Join = Extract<RunLineCommand, { type: 'JoinLine' }>;

const claimed = (owner: string): NameEvent => ({ type: 'NameClaimed', data: { owner } });
const released = (owner: string): NameEvent => ({ type: 'NameReleased', data: { owner } });

const join = ({ runId, policy, seen }: Join, line: RunLineState): readonly NameEvent[] => {
  if (line.includes(runId)) return [];
  switch (policy) {
    case 'reject':
      if (line.length > 0)
        throw runRefused('run.duplicate', 'Wait for it to end, cancel it, or choose another policy.', {
          runId: line[0],
        });
      return [claimed(runId)];
    case 'replace':
      if (line.some((one) => !seen.includes(one))) throw new LineMoved();
      return [...line.map(released), claimed(runId)];
    case 'queue':
      if (line.at(-1) !== seen.at(-1)) throw new LineMoved();
      return [claimed(runId)];
  }
};

const decide = (command: RunLineCommand, line: RunLineState): readonly NameEvent[] => {
  if (command.type === 'JoinLine') return join(command, line);
  return line.includes(command.runId) ? [released(command.runId)] : [];
};

const evolve = (line: RunLineState, { type, data }: NameEvent): RunLineState =>
  type === 'NameClaimed' ? [...line, data.owner] : line.filter((one) => one !== data.owner);

/**
 * A key of runs as a claim: `evt.training.name.<keyed hash>`, appended in one batch with the run that joins or ends. Two
 * who ask at the same time write to one subject, and the second is decided on what the first wrote.
 */
export const runLineDecider: Decider<RunLineState, RunLineCommand, NameEvent> = {
  context: 'training',
  aggregate: 'name',
  stateVersion: 1,
  initialState: [],
  decide,
  evolve,
};
