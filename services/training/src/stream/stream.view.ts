import { nextTime, streamStatus, trainingTask, type Stream } from '@tutti/contracts/training';
import type { Clock } from '@tutti/kernel';
import { liveCondition, liveRows, type Generated } from '@tutti/runtime';
import { listPage, type ListQuery, type ListSpec, type PageTokens } from '@tutti/service-kit';
import { In, type DataSource, type ObjectLiteral, type SelectQueryBuilder } from 'typeorm';
import type { Projections } from '../open-projections';
import { solutionListProjection } from '../solution/solution-list.projection';
import { solutionListTable } from '../solution/solution-list.table';
import { streamListProjection, type StreamRow } from './stream-list.projection';
import { streamListTable } from './stream-list.table';
import { streamLookTable, type StreamLookRow } from './stream-look.table';
import { streamModelListProjection, type StreamModelRow } from './stream-model-list.projection';
import { streamModelListTable } from './stream-model-list.table';
import { streamRolloutListProjection, type StreamRolloutRow } from './stream-rollout-list.projection';
import { streamRolloutListTable } from './stream-rollout-list.table';
import { streamRunListProjection, type StreamRunRow } from './stream-run-list.projection';
import { streamRunListTable } from './stream-run-list.table';
import { statusColumn, statusOf, statusParameters } from './stream-status';

/** A row of the list with what its runs and its newest rollout say of it. */
interface JoinedRow extends Generated<StreamRow> {
  readonly run?: StreamRunRow | null;
  readonly rollout?: StreamRolloutRow | null;
}

const encode = (time: Date): number => time.getTime();
const { sql: liveModel, parameters: liveModelParameters } = liveCondition('model', streamModelListProjection);
const { sql: liveRun, parameters: liveRunParameters } = liveCondition('run', streamRunListProjection);
const { sql: liveRollout, parameters: liveRolloutParameters } = liveCondition(
  'rollout',
  streamRolloutListProjection,
);
const newestRollout = `(SELECT MAX(newest.started) FROM stream_rollout_list newest
  WHERE newest.stream_id = row.id AND newest.started > 0 AND newest.generation = rollout.generation)`;

const spec: ListSpec<JoinedRow> = {
  name: 'streams',
  fields: {
    id: { type: 'string', column: 'row.id' },
    name: { type: 'string', column: 'row.name' },
    description: { type: 'string', column: 'row.description' },
    tags: { type: 'tags', column: 'row.tags' },
    task: { type: 'enum', column: 'row.task', values: trainingTask.options },
    solution: { type: 'string', column: 'row.solutionKey' },
    solutionVersion: { type: 'number', column: 'row.solutionVersion' },
    status: { type: 'enum', column: statusColumn, values: streamStatus.options },
    createdAt: { type: 'time', column: 'row.createdAt', encode },
    changedAt: { type: 'time', column: 'row.changedAt', encode },
  },
  sorts: {
    name: { column: 'row.name', value: ({ name }) => name },
    createdAt: { column: 'row.createdAt', value: ({ createdAt }) => createdAt },
    changedAt: { column: 'row.changedAt', value: ({ changedAt }) => changedAt },
  },
  defaultSort: [{ column: 'row.name', value: ({ name }) => name, direction: 'ASC' }],
  unique: { column: 'row.id', value: ({ id }) => id, direction: 'ASC' },
};

type NewestModel = Pick<StreamModelRow, 'id' | 'registered'>;

/** What stands beside the rows, by stream. */
interface Beside {
  readonly newestVersions: ReadonlyMap<string, number>;
  readonly models: ReadonlyMap<string, NewestModel>;
  readonly looks: ReadonlyMap<string, StreamLookRow>;
}

const iso = (time: number): string => new Date(time).toISOString();

const lookOf = (look: StreamLookRow | undefined): Stream['lastLook'] =>
  look ? { at: iso(look.at), outcome: look.outcome, detail: look.detail } : null;

/** Streams with what their runs and models say of them. */
export class StreamView {
  constructor(
    private readonly database: DataSource,
    private readonly projections: Pick<
      Projections,
      'streams' | 'solutions' | 'streamRuns' | 'streamModels' | 'streamRollouts'
    >,
    private readonly clock: Clock,
  ) {}

  async find(id: string, position: number): Promise<Stream | undefined> {
    await this.#waitFor(position);
    const row = await this.#rows().andWhere('row.id = :id', { id }).getOne();
    return row ? (await this.#shown([row]))[0] : undefined;
  }

  async page(query: ListQuery, position: number, tokens: PageTokens) {
    await this.#waitFor(position);
    const { items, nextPageToken } = await listPage(this.#rows(), spec, query, { tokens });
    return { items: await this.#shown(items), nextPageToken };
  }

  /** A stream as it was; what its runs and models say of it is of now. */
  async as(row: StreamRow): Promise<Stream | undefined> {
    const { id } = row;
    const run = await liveRows(this.database, streamRunListTable, streamRunListProjection)
      .andWhere('row.id = :id', { id })
      .getOne();
    const rollout = await liveRows(this.database, streamRolloutListTable, streamRolloutListProjection)
      .andWhere('row.streamId = :id AND row.started > 0', { id })
      .orderBy('row.started', 'DESC')
      .getOne();
    return (await this.#shown([{ ...row, generation: 0, run, rollout }]))[0];
  }

  async #waitFor(position: number): Promise<void> {
    const { streams, solutions, streamRuns, streamModels, streamRollouts } = this.projections;
    const all = [streams, solutions, streamRuns, streamModels, streamRollouts];
    await Promise.all(all.map((one) => one.waitFor(position)));
  }

  #rows(): SelectQueryBuilder<JoinedRow> {
    return liveRows<StreamRow>(this.database, streamListTable, streamListProjection)
      .leftJoinAndMapOne('row.run', streamRunListTable.options.name, 'run', `run.id = row.id AND ${liveRun}`)
      .leftJoinAndMapOne(
        'row.rollout',
        streamRolloutListTable.options.name,
        'rollout',
        `rollout.streamId = row.id AND ${liveRollout} AND rollout.started = ${newestRollout}`,
      )
      .setParameters({ ...liveRunParameters, ...liveRolloutParameters, ...statusParameters });
  }

  async #shown(rows: readonly JoinedRow[]): Promise<Stream[]> {
    if (rows.length === 0) return [];
    const beside = await this.#beside(rows);
    return rows.map((row) => this.#stream(row, beside));
  }

  #stream(row: JoinedRow, { newestVersions, models, looks }: Beside): Stream {
    const {
      run,
      rollout,
      generation: _,
      solutionKey: key,
      solutionVersion: version,
      createdAt,
      changedAt,
      ...rest
    } = row;
    const newestModel = models.get(row.id);
    return {
      ...rest,
      datasets: [...rest.datasets],
      solution: { key, version },
      newestSolutionVersion: newestVersions.get(key) ?? version,
      nextRunAt: this.#nextRunAt(row),
      lastLook: lookOf(looks.get(row.id)),
      status: statusOf({ run, rollout, newestModel: newestModel?.registered }),
      newestRunId: run?.newestRunId ?? null,
      newestModelId: newestModel?.id ?? null,
      createdAt: iso(createdAt),
      changedAt: iso(changedAt),
    };
  }

  #nextRunAt({ trigger }: StreamRow): string | null {
    if (!trigger?.active || !trigger.schedule) return null;
    return nextTime(trigger.schedule, this.clock.now())?.toISOString() ?? null;
  }

  async #beside(rows: readonly StreamRow[]): Promise<Beside> {
    const ids = rows.map(({ id }) => id);
    const keys = [...new Set(rows.map(({ solutionKey }) => solutionKey))];
    const solutions: readonly { readonly id: string; readonly newest: number | string }[] = await liveRows(
      this.database,
      solutionListTable,
      solutionListProjection,
    )
      .select('row.id', 'id')
      .addSelect('row.newestVersion', 'newest')
      .andWhere('row.id IN (:...keys)', { keys })
      .getRawMany();
    const looks = await this.database.manager.find(streamLookTable, { where: { streamId: In(ids) } });
    return {
      newestVersions: new Map(solutions.map(({ id, newest }) => [id, Number(newest)])),
      models: await this.#newestModels(ids),
      looks: new Map(looks.map((look) => [look.streamId, look])),
    };
  }

  /** By stream, the newest that may be deployed. */
  async #newestModels(ids: readonly string[]): Promise<ReadonlyMap<string, NewestModel>> {
    const mayDeploy = (alias: string): string =>
      `${alias}.stream_id IN (:...ids) AND ${alias}.passes = TRUE AND ${alias}.retired = FALSE`;
    const rows = await liveRows(this.database, streamModelListTable, streamModelListProjection)
      .innerJoin(
        (newest: SelectQueryBuilder<ObjectLiteral>) =>
          newest
            .select('model.stream_id', 'stream_id')
            .addSelect('MAX(model.registered)', 'registered')
            .from(streamModelListTable.options.name, 'model')
            .where(`${mayDeploy('model')} AND ${liveModel}`)
            .groupBy('model.stream_id'),
        'newest',
        'newest.stream_id = row.streamId AND newest.registered = row.registered',
      )
      // Said twice, so that databases go by the index on both sides.
      .andWhere(mayDeploy('row'))
      .setParameters({ ids, ...liveModelParameters })
      .getMany();
    return new Map(rows.map((row) => [row.streamId ?? '', row]));
  }
}
