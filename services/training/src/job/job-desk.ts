import type {
  ClaimAnswer,
  ClaimJob,
  JobFailure,
  JobRelease,
  JobReport,
  ReportAnswer,
} from '@tutti/contracts/training';
import type { HandleOptions } from '@tutti/event-store';
import type { Clock } from '@tutti/kernel';
import { trainerAckWaitMs } from '@tutti/nats-server';
import type { RunCommands } from '../run/run-commands';
import { mostAttempts } from '../run/run.decider';
import type { RunRecords } from '../run/run-records';
import { hasEnded, lives, type KnownRun } from '../run/run.state';
import type { RunView } from '../run/run.view';
import { ofClaimedSteps } from './claimed-steps';
import { finishedSteps } from './finished-steps';

export interface JobDeskOptions {
  readonly commands: RunCommands;
  readonly records: RunRecords;
  readonly view: Pick<RunView, 'startedAt'>;
  readonly clock: Clock;
}

const whyToStop = (run: KnownRun, claimId: string): string | undefined => {
  if (run.status === 'cancelled') return 'The run was cancelled.';
  if (hasEnded(run)) return `The run has ${run.status} already.`;
  return run.claimId === claimId ? undefined : "The run is another trainer's now.";
};

/** What trainers say of the runs that they have taken. */
export class JobDesk {
  constructor(private readonly options: JobDeskOptions) {}

  /** Throws `run.not-found`. */
  async claim(runId: string, job: ClaimJob, options: HandleOptions): Promise<ClaimAnswer> {
    const { commands, records, clock } = this.options;
    const { claimId, worker, steps } = job;
    const silent = await this.#silentClaim(runId);
    if (silent !== null && (await this.#isLost(runId, silent, options))) return this.#answer(runId, job);
    const start = { type: 'StartRun', claimId, worker, steps, silent } as const;
    const { state } = await commands.tell(runId, start, options);
    const answer = await this.#answer(runId, job);
    if (state.status !== 'initial' && answer.verdict === 'go') {
      const claim = { runId, claimId, attempt: state.attempt, step: steps[0] ?? '' };
      await records.begin(claim, clock.now().getTime());
    }
    return answer;
  }

  /** Throws `run.not-found`. */
  async report(runId: string, report: JobReport, options: HandleOptions): Promise<ReportAnswer> {
    const { commands, records, clock } = this.options;
    const run = await commands.existing(runId);
    const reason = whyToStop(run, report.claimId);
    if (reason !== undefined) return { stop: true, reason };
    const at = clock.now().getTime();
    // Before the report is kept: a kill in between leads here again.
    const progress = await records.find(runId);
    const said = ofClaimedSteps(run, report, progress);
    const steps = finishedSteps(run, said, progress, at);
    const complete = { type: 'CompleteStep', claimId: report.claimId, steps } as const;
    if (steps.length > 0) await commands.tell(runId, complete, options);
    await records.keep(runId, said, at);
    return { stop: false, reason: 'The run goes on.' };
  }

  /** Throws `run.not-found`, `run.ended` and `run.not-claimed`. */
  async fail(runId: string, failure: JobFailure, options: HandleOptions): Promise<void> {
    const { claimId, step, code, message } = failure;
    const stage = { claimId };
    await this.options.commands.end(runId, { type: 'FailRun', stage, code, message, step }, options);
  }

  /** Nothing to do where it is not this claim's any more. Throws `run.not-found`. */
  async release(runId: string, { claimId }: JobRelease, options: HandleOptions): Promise<void> {
    await this.options.commands.tell(runId, { type: 'ReleaseRun', claimId }, options);
  }

  async #answer(runId: string, { claimId }: ClaimJob): Promise<ClaimAnswer> {
    const run = await this.options.commands.existing(runId);
    const { attempt } = run;
    if (hasEnded(run)) return { verdict: 'over', attempt };
    return { verdict: run.status === 'running' && run.claimId === claimId ? 'go' : 'taken', attempt };
  }

  /** The claim under way when its trainer has not been heard of for too long. */
  async #silentClaim(runId: string): Promise<string | null> {
    const { commands, records, view, clock } = this.options;
    const { run, position } = await commands.standing(runId);
    const { status, claimId } = run;
    if (status !== 'running') return null;
    const progress = await records.find(runId);
    // A trainer that took it and was never heard of again may have no row yet.
    const heardAt = progress?.claimId === claimId ? progress.heardAt : await view.startedAt(runId, position);
    return heardAt !== null && clock.now().getTime() - heardAt >= trainerAckWaitMs ? claimId : null;
  }

  /** So many trainers have died of it that the next one would too. */
  async #isLost(runId: string, silent: string, options: HandleOptions): Promise<boolean> {
    const { commands } = this.options;
    const run = await commands.existing(runId);
    if (lives(run) < mostAttempts || run.status !== 'running' || run.claimId !== silent) return false;
    const message = `${mostAttempts} trainers have taken it and died. Look at their logs; less or smaller data may help.`;
    const lost = { type: 'FailRun', stage: { claimId: silent }, code: 'trainer.lost', message } as const;
    await commands.end(runId, lost, options);
    return true;
  }
}
