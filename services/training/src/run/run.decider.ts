import type { RunEvent } from '@tutti/contracts/training';
import type { Decider } from '@tutti/kernel';
import { endRun, type EndRun } from './run-end.decider';
import { noSuchRun, runRefused } from './run-refusal.decider';
import {
  evolve,
  hasEnded,
  initialState,
  isReady,
  lives,
  type FrozenData,
  type KnownRun,
  type RunRequest,
  type RunState,
} from './run.state';

type RequestRun = { readonly type: 'RequestRun' } & RunRequest;
type FreezeData = { readonly type: 'FreezeData'; readonly data: readonly FrozenData[] };
type QueueRun = { readonly type: 'QueueRun' };
/** A trainer takes it. */
type StartRun = {
  readonly type: 'StartRun';
  readonly claimId: string;
  readonly worker: string;
  readonly steps: readonly string[];
  /** The claim that nobody has heard of for too long; null while its trainer is heard of. */
  readonly silent: string | null;
};
/** The trainer that has it gives it back. */
type ReleaseRun = { readonly type: 'ReleaseRun'; readonly claimId: string };
type CompleteStep = {
  readonly type: 'CompleteStep';
  readonly claimId: string;
  readonly steps: readonly { readonly step: string; readonly seconds: number }[];
};

export type RunCommand = RequestRun | FreezeData | QueueRun | StartRun | ReleaseRun | CompleteStep | EndRun;

type Events = readonly RunEvent[];

/** After that many trainers have died of it, it is the run. */
export const mostAttempts = 3;

/** Restarts of trainers are forgiven, up to a point: nothing goes round for ever. */
const mostReleased = 20;

const known = (state: RunState): KnownRun => {
  if (state.status === 'initial') throw noSuchRun();
  return state;
};

const request = ({ type: _, ...data }: RequestRun, state: RunState): Events => {
  if (state.status !== 'initial')
    throw runRefused('run.already-requested', 'Look at it, or ask for another one under another key.');
  return [{ type: 'RunRequested', data }];
};

/** It was ready, so its job lies in the queue: its word that it does comes after the trainer that took it. */
const firstStart = (run: KnownRun, started: RunEvent): Events => {
  if (run.status === 'queued') return [started];
  return isReady(run) ? [{ type: 'RunQueued', data: {} }, started] : [];
};

/** Says nothing where the run is over, is somebody else's, or cannot be taken yet. */
const start = ({ claimId, worker, steps, silent }: StartRun, run: KnownRun): Events => {
  if (run.claimId === claimId || hasEnded(run)) return [];
  const data = { attempt: run.attempt + 1, claimId, worker, steps: [...steps] };
  const started: RunEvent = { type: 'RunStarted', data };
  if (run.status !== 'running') return firstStart(run, started);
  return run.claimId === silent && lives(run) < mostAttempts ? [started] : [];
};

/** Says nothing where it is not this trainer's, or was given back too often: then whoever leaves it has died of it. */
const release = ({ claimId }: ReleaseRun, run: KnownRun): Events => {
  const { status, attempt, released = 0 } = run;
  const isHeard = status === 'running' && run.claimId === claimId && released < mostReleased;
  return isHeard ? [{ type: 'RunReleased', data: { attempt, claimId } }] : [];
};

const completeSteps = ({ claimId, steps }: CompleteStep, run: KnownRun): Events => {
  if (run.status !== 'running' || run.claimId !== claimId) return [];
  return steps
    .filter(({ step }) => !run.done.includes(step))
    .map(({ step, seconds }) => ({
      type: 'RunStepCompleted',
      data: { attempt: run.attempt, step, seconds },
    }));
};

const decide = (command: RunCommand, state: RunState): Events => {
  switch (command.type) {
    case 'RequestRun':
      return request(command, state);
    case 'FreezeData': {
      const run = known(state);
      const isNews = run.status === 'waiting' && run.data === null;
      return isNews ? [{ type: 'RunDataFrozen', data: { data: [...command.data] } }] : [];
    }
    case 'QueueRun':
      return isReady(known(state)) ? [{ type: 'RunQueued', data: {} }] : [];
    case 'StartRun':
      return start(command, known(state));
    case 'ReleaseRun':
      return release(command, known(state));
    case 'CompleteStep':
      return completeSteps(command, known(state));
    case 'SucceedRun':
    case 'FailRun':
    case 'CancelRun':
      return endRun(command, known(state));
    default:
      return command satisfies never;
  }
};

/** One training. It always ends, once: by its trainer, by a person, or by a deadline. */
export const runDecider: Decider<RunState, RunCommand, RunEvent> = {
  context: 'training',
  aggregate: 'run',
  stateVersion: 1,
  initialState,
  decide,
  evolve,
};
