import type { Aggregates, Handled, HandleOptions } from '@tutti/event-store';
import { part } from '@tutti/event-store';
import { commonErrors } from '@tutti/contracts/common';
import { DomainError } from '@tutti/kernel';
import type { RequestRun, RunCause, RunSource } from '@tutti/contracts/training';
import { LineMoved } from './run-line.decider';
import { runRefused } from './run-refusal.decider';
import { runDecider, type RunCommand } from './run.decider';
import type { RunCommands } from './run-commands';
import type { RunFacts } from './run-facts';
import type { KnownRun, RunRequest, RunState } from './run.state';

export interface WantedRun extends RequestRun {
  /** The same for repetitions of the request: `aggregateIdFrom(commandId)`. */
  readonly id: string;
  readonly cause: RunCause;
}

export interface RequestRunsOptions {
  readonly aggregates: Aggregates;
  readonly commands: RunCommands;
  readonly facts: RunFacts;
  /** After which a run that has not ended fails. */
  readonly runMinutes: number;
}

const usualSeed = 1;
/** Others who ask for runs with the same key at the same time. */
const mostTries = 10;

/** Asks for runs: gathers what one needs as of now, and sees to it that one with a key goes on at a time. */
export class RequestRuns {
  constructor(private readonly options: RequestRunsOptions) {}

  /**
   * Throws `stream.not-found`, `stream.parameters-unfit`, `run.nothing-to-train`, `run.duplicate` (`params.runId`: the
   * run that has the key).
   */
  async request(wanted: WantedRun, options: HandleOptions): Promise<Handled<RunState>> {
    const request = await this.#gather(wanted);
    for (let tries = 1; ; tries++) {
      try {
        return await this.#ask(wanted.id, request, options);
      } catch (error) {
        if (!(error instanceof LineMoved)) throw error;
        if (tries === mostTries)
          throw new DomainError(commonErrors['aggregate.busy'], { detail: `${error.message} Try again.` });
      }
    }
  }

  async #gather(wanted: WantedRun): Promise<RunRequest> {
    const { facts, runMinutes } = this.options;
    const stream = await facts.stream(wanted.streamId);
    const source = sourceOf(wanted, stream.datasets);
    if (source.kind === 'sample' && source.name !== stream.sample)
      throw runRefused('run.nothing-to-train', `The solution brings no sample data named ${source.name}.`);
    const { streamId, name, task, solution, trainer, gate } = stream;
    const current = await facts.currentModel(streamId);
    const datasetIds = source.kind === 'sample' ? [] : source.data.map(({ datasetId }) => datasetId);
    return {
      streamId,
      name,
      task,
      solution,
      trainer,
      parameters: await facts.parameters(stream, wanted.parameters),
      gate,
      source,
      key: wanted.key ?? streamId,
      duplicatePolicy: wanted.duplicatePolicy ?? 'reject',
      cause: wanted.cause,
      labelsSeen: await facts.labelsSeen(datasetIds),
      randomSeed: wanted.seed ?? usualSeed,
      ...(current ? { current } : {}),
      maxMinutes: runMinutes,
    };
  }

  async #ask(id: string, request: RunRequest, options: HandleOptions): Promise<Handled<RunState>> {
    const { aggregates, commands } = this.options;
    const { key, duplicatePolicy: policy } = request;
    const seen = await commands.lineOf(key);
    const after = policy === 'queue' ? seen.at(-1) : undefined;
    const command: RunCommand = {
      type: 'RequestRun',
      ...request,
      ...(after === undefined ? {} : { after }),
    };
    const replaced = policy === 'replace' ? seen.filter((one) => one !== id) : [];
    const cancel: RunCommand = { type: 'CancelRun', replacedBy: id };
    const [handled] = await aggregates.handleTogether(
      [
        part(runDecider, id, command),
        commands.line(key, { type: 'JoinLine', runId: id, policy, seen }),
        ...replaced.map((one) => part(runDecider, one, cancel)),
      ],
      options,
    );
    if (!handled) throw new Error('handleTogether answered for no part');
    return handled as Handled<KnownRun>;
  }
}

const sourceOf = ({ source }: WantedRun, datasets: readonly string[]): RunSource => {
  if (source === undefined) {
    if (datasets.length === 0)
      throw runRefused(
        'run.nothing-to-train',
        'The stream has no datasets: name some, or train on a sample.',
      );
    return { kind: 'datasets', data: datasets.map((datasetId) => ({ datasetId })) };
  }
  if (
    source.kind === 'datasets' &&
    new Set(source.data.map(({ datasetId }) => datasetId)).size < source.data.length
  )
    throw runRefused('run.nothing-to-train', 'Name each dataset once.');
  return source;
};
