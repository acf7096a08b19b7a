import type { Parameters, SolutionManifest, SolutionReference } from '@tutti/contracts/training';
import type { Aggregates, EventLog } from '@tutti/event-store';
import { liveRows } from '@tutti/runtime';
import type { DataSource } from 'typeorm';
import { labelTallyProjection } from '../dataset/label-tally.projection';
import { labelTallyTable } from '../dataset/label-tally.table';
import type { Projections } from '../open-projections';
import { fitParameters } from '../solution/parameters';
import { existingSolution, solutionDecider } from '../solution/solution.decider';
import { existingStream, streamDecider } from './stream.decider';

export interface StreamFactsOptions {
  readonly aggregates: Aggregates;
  readonly log: EventLog;
  readonly database: DataSource;
  readonly projections: Pick<Projections, 'labelTally'>;
}

/** What a run needs to know of its stream, as of now. */
export class StreamFacts {
  constructor(private readonly options: StreamFactsOptions) {}

  /** Throws `stream.not-found`. */
  async stream(streamId: string) {
    const { state } = await this.options.aggregates.load(streamDecider, streamId);
    const { name, task, solution, parameters, gate, datasets } = existingStream(state);
    const { trainer, sample } = await this.#manifest(solution);
    return {
      streamId,
      name,
      task,
      solution,
      trainer,
      sample: sample?.name ?? null,
      parameters,
      gate,
      datasets,
    };
  }

  /** The stream's, or those given, with what is usual. Throws `stream.parameters-unfit`. */
  async parameters(
    stream: { readonly solution: SolutionReference; readonly parameters: Parameters },
    given: Parameters | undefined,
  ): Promise<Parameters> {
    return fitParameters(await this.#manifest(stream.solution), given ?? stream.parameters);
  }

  /** Labels that had ever been stated in each of these datasets. */
  async labelsSeen(datasetIds: readonly string[]): Promise<Readonly<Record<string, number>>> {
    const { database, log, projections } = this.options;
    if (datasetIds.length === 0) return {};
    await projections.labelTally.waitFor(await log.lastPosition(labelTallyProjection.subjects));
    const rows = await liveRows(database, labelTallyTable, labelTallyProjection)
      .andWhere('row.id IN (:...datasetIds)', { datasetIds })
      .getMany();
    const labels = new Map(rows.map((row) => [row.id, row.labels]));
    return Object.fromEntries(datasetIds.map((id) => [id, labels.get(id) ?? 0]));
  }

  async #manifest({ key, version }: SolutionReference): Promise<SolutionManifest> {
    const { state } = await this.options.aggregates.load(solutionDecider, key, { confirmed: false });
    const manifest = existingSolution(state).versions[version - 1];
    if (!manifest) throw new Error(`Solution ${key} has no version ${version}, and a stream says it has.`);
    return manifest;
  }
}
