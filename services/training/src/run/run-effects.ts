import { DomainError, type Clock } from '@tutti/kernel';
import type { EffectContext, EffectHandlers } from '@tutti/runtime';
import type { JobQueue } from '../job/job-queue';
import type { RunCommands } from './run-commands';
import { turnMinutes, type RunEffect } from './run.process';
import { isReady } from './run.state';

export interface RunEffectsOptions {
  readonly commands: RunCommands;
  readonly queue: Pick<JobQueue, 'put' | 'remove'>;
  readonly clock: Clock;
}

/** A log or a queue that is away for a while holds runs up; none waits for a person, and deadlines go on. */
const neverPark = true;

const noRoom = {
  stage: 'ready',
  code: 'queue.late',
  message: `Its job could not be put into the queue within ${turnMinutes} minutes. Look whether TRAIN_JOBS is full, then ask for another run.`,
} as const;

const isLate = (error: unknown): boolean => error instanceof DomainError && error.kind === 'illegal-state';

type Fault = Omit<Extract<RunEffect, { type: 'FailRun' }>, 'type'>;
type Turn = Extract<RunEffect, { type: 'TakeTurn' }>;

/** What the process of runs asks for, done. */
export const runEffects = ({ commands, queue, clock }: RunEffectsOptions): EffectHandlers<RunEffect> => {
  /** The job first: a run that says it is queued has one. A kill in between leads here again. */
  const enqueue = async (runId: string, { id: commandId, metadata }: EffectContext): Promise<void> => {
    const run = await commands.existing(runId);
    const [first] = await commands.lineOf(run.request.key);
    if (!isReady(run) || first !== runId) return;
    await queue.put(runId, run);
    const { state } = await commands.tell(runId, { type: 'QueueRun' }, { commandId, metadata });
    // It ended meanwhile, and whoever takes its job out may have done so already.
    if (state.status === 'cancelled' || state.status === 'failed')
      await queue.remove(runId, run.request.trainer);
  };
  const fail = async ({ runId, ...fault }: Fault, { id: commandId, metadata }: EffectContext) => {
    const { stage, code, message } = fault;
    try {
      await commands.end(runId, { type: 'FailRun', stage, code, message }, { commandId, metadata });
    } catch (error) {
      if (!isLate(error)) throw error;
    }
  };
  /** Nothing else of the run is done before this is: so it is this that gives up. */
  const takeTurn = async ({ runId, until }: Turn, context: EffectContext): Promise<void> => {
    try {
      await enqueue(runId, context);
    } catch (error) {
      if (clock.now() < new Date(until)) throw error;
      await fail({ runId, ...noRoom }, context);
    }
  };
  return {
    FreezeData: {
      neverPark,
      handle: async ({ runId, data }, { id: commandId, metadata }) => {
        await commands.tell(runId, { type: 'FreezeData', data }, { commandId, metadata });
      },
    },
    TakeTurn: { neverPark, handle: takeTurn },
    PassTurn: {
      neverPark,
      handle: async ({ key }, context) => {
        const [next] = await commands.lineOf(key);
        if (next !== undefined) await enqueue(next, context);
      },
    },
    RemoveJob: { neverPark, handle: ({ runId, trainer }) => queue.remove(runId, trainer) },
    FailRun: { neverPark, handle: fail },
  };
};
