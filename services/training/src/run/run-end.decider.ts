import type { RunEvent } from '@tutti/contracts/training';
import { runRefused } from './run-refusal.decider';
import { hasEnded, isReady, type KnownRun, type RunOutcome } from './run.state';

export type OutcomeFacts = Omit<RunOutcome, 'streamId' | 'name' | 'solution' | 'task' | 'attempt' | 'data'>;

/** How far it must have come for a deadline to be about it, or whose word it is. */
export type Stage = 'waiting' | 'ready' | 'queued' | 'running' | { readonly claimId: string };

export type SucceedRun = {
  readonly type: 'SucceedRun';
  readonly claimId: string;
  readonly outcome: OutcomeFacts;
};
export type FailRun = {
  readonly type: 'FailRun';
  readonly stage: Stage;
  readonly code: string;
  readonly message: string;
  readonly step?: string;
};
export type CancelRun = {
  readonly type: 'CancelRun';
  readonly replacedBy?: string;
  readonly reason?: string | undefined;
};
export type EndRun = SucceedRun | FailRun | CancelRun;

type Events = readonly RunEvent[];

const ended = ({ status }: KnownRun): Error => runRefused('run.ended', `It has ${status} already.`);

const notClaimed = (): Error =>
  runRefused('run.not-claimed', "Forget the job: the run is another trainer's, or waits for one.");

/** Throws unless the run goes on and is this claim's. */
export const assertClaimed = (run: KnownRun, claimId: string): void => {
  if (hasEnded(run)) throw ended(run);
  if (run.status !== 'running' || run.claimId !== claimId) throw notClaimed();
};

/** A trainer that repeats itself is heard once. */
export const hasSucceededBy = ({ status, claimId }: KnownRun, claim: string): boolean =>
  status === 'succeeded' && claimId === claim;

const succeed = ({ claimId, outcome }: SucceedRun, run: KnownRun): Events => {
  if (hasSucceededBy(run, claimId)) return [];
  assertClaimed(run, claimId);
  const { streamId, name, solution, task } = run.request;
  const data = (run.data ?? []).map(({ datasetId, version }) => ({ datasetId, version }));
  const about = { streamId, name, solution, task, attempt: run.attempt, data };
  return [{ type: 'RunSucceeded', data: { ...about, ...outcome } }];
};

const isAt = (run: KnownRun, stage: Stage): boolean => {
  if (typeof stage !== 'string') return run.status === 'running' && run.claimId === stage.claimId;
  // Data that is late is late until it is there: a run that waits for its turn has it.
  if (stage === 'waiting') return run.status === 'waiting' && run.data === null;
  if (stage === 'ready') return isReady(run);
  return run.status === stage;
};

/** Anybody else who comes too late is told. */
const hasFailedBy = (run: KnownRun, stage: Stage): boolean =>
  run.status === 'failed' && typeof stage !== 'string' && run.claimId === stage.claimId;

const fail = ({ stage, code, message, step }: FailRun, run: KnownRun): Events => {
  if (hasFailedBy(run, stage)) return [];
  if (hasEnded(run)) throw ended(run);
  if (!isAt(run, stage)) throw notClaimed();
  const { streamId } = run.request;
  const failure = { streamId, code, message: message.slice(0, 512) };
  return [{ type: 'RunFailed', data: { ...failure, ...(step === undefined ? {} : { step }) } }];
};

const cancel = ({ replacedBy, reason }: CancelRun, run: KnownRun): Events => {
  // What takes its place does so whatever has become of it meanwhile.
  if (run.status === 'cancelled' || (hasEnded(run) && replacedBy !== undefined)) return [];
  if (hasEnded(run)) throw ended(run);
  return [
    {
      type: 'RunCancelled',
      data: {
        streamId: run.request.streamId,
        ...(replacedBy === undefined ? {} : { replacedBy }),
        ...(reason === undefined ? {} : { reason }),
      },
    },
  ];
};

/**
 * Whoever ends a run gives its key back in the same append (`RunLine`), decided beside it. So a run that goes on is never
 * answered with silence here: it is a refusal, and the key stays.
 */
export const endRun = (command: EndRun, run: KnownRun): Events => {
  switch (command.type) {
    case 'SucceedRun':
      return succeed(command, run);
    case 'FailRun':
      return fail(command, run);
    case 'CancelRun':
      return cancel(command, run);
  }
};
