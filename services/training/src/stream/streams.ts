import type {
  CreateStream,
  MoveStream,
  PatchStream,
  SolutionManifest,
  Trigger,
} from '@tutti/contracts/training';
import { part, type Aggregates, type EventLog, type Handled, type HandleOptions } from '@tutti/event-store';
import { liveRows } from '@tutti/runtime';
import { assertFilter, fleetFields, type NamePart, type UniqueNames } from '@tutti/service-kit';
import type { DataSource } from 'typeorm';
import type { Projections } from '../open-projections';
import { refused } from '../refused.decider';
import { fitParameters } from '../solution/parameters';
import { existingSolution, solutionDecider, usableSolution } from '../solution/solution.decider';
import type { KnownSolution } from '../solution/solution.state';
import { assertFitting } from './fitting-datasets';
import { existingStream, streamDecider, type StreamCommand } from './stream.decider';
import { streamRunListProjection } from './stream-run-list.projection';
import { streamRunListTable } from './stream-run-list.table';
import type { KnownStream } from './stream.state';

export interface StreamsOptions {
  readonly aggregates: Aggregates;
  readonly log: EventLog;
  readonly database: DataSource;
  readonly projections: Pick<Projections, 'knownDatasets' | 'streamRuns'>;
  readonly names: UniqueNames;
}

const manifestOf = ({ versions }: KnownSolution, version: number): SolutionManifest => {
  const manifest = versions[version - 1];
  if (manifest) return manifest;
  throw refused('stream.version-unknown', `Its versions are 1 to ${versions.length}.`);
};

const assertTrigger = (trigger: Trigger | null | undefined): void => {
  const filter = trigger?.gate?.devices?.filter;
  if (filter !== undefined) assertFilter(filter, fleetFields, '/trigger/gate/devices/filter');
};

/** Commands of people to streams: measured against solution, datasets and devices, with the names that go with them. */
export class Streams {
  constructor(private readonly options: StreamsOptions) {}

  async create(id: string, stream: CreateStream, options: HandleOptions): Promise<Handled<unknown>> {
    const { solution: wanted, tags = {}, datasets = [], parameters = {}, gate, ...rest } = stream;
    const solution = usableSolution(await this.#solution(wanted.key));
    const version = wanted.version ?? solution.versions.length;
    const manifest = manifestOf(solution, version);
    if (stream.target !== undefined) assertFilter(stream.target, fleetFields, '/target');
    assertTrigger(stream.trigger);
    await assertFitting(this.options, datasets, manifest.task);
    const command: StreamCommand = {
      type: 'CreateStream',
      ...rest,
      solution: { key: wanted.key, version },
      task: manifest.task,
      tags,
      datasets,
      parameters: fitParameters(manifest, parameters),
      gate: gate ?? manifest.gate,
    };
    return this.#handle(id, command, this.options.names.change(id, undefined, stream.name), options);
  }

  /** Under another name; without its history and its trigger. */
  async duplicate(
    from: string,
    { id, name }: { readonly id: string; readonly name: string },
    options: HandleOptions,
  ): Promise<Handled<unknown>> {
    const { status: _, trigger: __, ...stream } = await this.#existing(from);
    usableSolution(await this.#solution(stream.solution.key));
    const command: StreamCommand = { type: 'CreateStream', ...stream, name, duplicateOf: from };
    return this.#handle(id, command, this.options.names.change(id, undefined, name), options);
  }

  async reconfigure(id: string, patch: PatchStream, options: HandleOptions): Promise<Handled<unknown>> {
    const now = await this.#existing(id);
    if (typeof patch.target === 'string') assertFilter(patch.target, fleetFields, '/target');
    if (patch.datasets) await assertFitting(this.options, patch.datasets, now.task);
    const parameters = patch.parameters && (await this.#fitted(now, patch.parameters));
    const command: StreamCommand = {
      type: 'ReconfigureStream',
      ...patch,
      ...(parameters ? { parameters } : {}),
    };
    const names = this.options.names.change(id, now.name, patch.name ?? now.name);
    return this.#handle(id, command, names, options);
  }

  async setTrigger(id: string, trigger: Trigger | null, options: HandleOptions): Promise<Handled<unknown>> {
    assertTrigger(trigger);
    return this.#handle(id, { type: 'SetTrigger', trigger }, [], options);
  }

  async move(id: string, { version, parameters }: MoveStream, options: HandleOptions) {
    const now = await this.#existing(id);
    const manifest = manifestOf(existingSolution(await this.#solution(now.solution.key)), version);
    const fitted = fitParameters(manifest, parameters ?? now.parameters);
    return this.#handle(id, { type: 'MoveStream', version, parameters: fitted }, [], options);
  }

  /** Its name is free again. */
  async delete(id: string, reason: string | undefined, options: HandleOptions): Promise<Handled<unknown>> {
    const { name } = await this.#existing(id);
    const command = { type: 'DeleteStream', isTraining: await this.#isTraining(id), reason } as const;
    return this.#handle(id, command, this.options.names.change(id, name, undefined), options);
  }

  async #isTraining(id: string): Promise<boolean> {
    const { database, log, projections } = this.options;
    await projections.streamRuns.waitFor(await log.lastPosition(streamRunListProjection.subjects));
    const row = await liveRows(database, streamRunListTable, streamRunListProjection)
      .andWhere('row.id = :id', { id })
      .getOne();
    return row !== null && row.open.length > 0;
  }

  async #fitted(
    { solution: { key, version } }: KnownStream,
    parameters: NonNullable<PatchStream['parameters']>,
  ) {
    return fitParameters(manifestOf(existingSolution(await this.#solution(key)), version), parameters);
  }

  async #solution(key: string) {
    return (await this.options.aggregates.load(solutionDecider, key)).state;
  }

  async #existing(id: string): Promise<KnownStream> {
    return existingStream((await this.options.aggregates.load(streamDecider, id)).state);
  }

  async #handle(
    id: string,
    command: StreamCommand,
    beside: readonly NamePart[],
    options: HandleOptions,
  ): Promise<Handled<unknown>> {
    const parts = [part(streamDecider, id, command), ...beside] as const;
    const [handled] = await this.options.aggregates.handleTogether(parts, options);
    if (!handled) throw new Error('handleTogether answered for no part');
    return handled;
  }
}
