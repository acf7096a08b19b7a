import { runCause, runState, trainingTask, type Run } from '@tutti/contracts/training';
import { liveRows, type Generated } from '@tutti/runtime';
import { listPage, type ListQuery, type ListSpec, type PageTokens } from '@tutti/service-kit';
import type { DataSource, SelectQueryBuilder } from 'typeorm';
import type { Projections } from '../open-projections';
import { streamListProjection } from '../stream/stream-list.projection';
import { streamListTable } from '../stream/stream-list.table';
import { runListProjection, type RunRow } from './run-list.projection';
import { runListTable } from './run-list.table';
import { runProgressTable, type RunProgressRow } from './run-progress.table';
import { toRun } from './to-run';

interface JoinedRow extends Generated<RunRow> {
  readonly progress?: RunProgressRow | null;
}

const encode = (time: Date): number => time.getTime();
const requestedAt = { column: 'row.requestedAt', value: (row: JoinedRow) => row.requestedAt };

const spec: ListSpec<JoinedRow> = {
  name: 'runs',
  fields: {
    id: { type: 'string', column: 'row.id' },
    streamId: { type: 'string', column: 'row.streamId' },
    name: { type: 'string', column: 'row.name' },
    key: { type: 'string', column: 'row.key' },
    task: { type: 'enum', column: 'row.task', values: trainingTask.options },
    state: { type: 'enum', column: 'row.state', values: runState.options },
    cause: { type: 'enum', column: 'row.causeKind', values: runCause.shape.kind.options },
    requestedBy: { type: 'string', column: 'row.requestedBy' },
    requestedAt: { type: 'time', column: 'row.requestedAt', encode },
    startedAt: { type: 'time', column: 'row.startedAt', encode },
    endedAt: { type: 'time', column: 'row.endedAt', encode },
  },
  sorts: { requestedAt },
  defaultSort: [{ ...requestedAt, direction: 'DESC' }],
  unique: { column: 'row.id', value: ({ id }) => id, direction: 'DESC' },
};

/** Runs as people see them: what the log says, and what their trainers said last. */
export class RunView {
  constructor(
    private readonly database: DataSource,
    private readonly projections: Pick<Projections, 'runs'>,
  ) {}

  async find(id: string, position: number): Promise<Run | undefined> {
    await this.projections.runs.waitFor(position);
    const row = await this.#rows().andWhere('row.id = :id', { id }).getOne();
    return row ? (await this.#shown([row]))[0] : undefined;
  }

  async page(query: ListQuery, position: number, tokens: PageTokens) {
    await this.projections.runs.waitFor(position);
    const { items, nextPageToken } = await listPage(this.#rows(), spec, query, { tokens });
    return { items: await this.#shown(items), nextPageToken };
  }

  /** When the attempt that is under way began: what else is heard of a trainer comes later. */
  async startedAt(id: string, position: number): Promise<number | null> {
    await this.projections.runs.waitFor(position);
    return (await this.#rows().andWhere('row.id = :id', { id }).getOne())?.startedAt ?? null;
  }

  async #shown(rows: readonly JoinedRow[]): Promise<Run[]> {
    if (rows.length === 0) return [];
    const streams: readonly { readonly id: string; readonly name: string }[] = await liveRows(
      this.database,
      streamListTable,
      streamListProjection,
    )
      .select('row.id', 'id')
      .addSelect('row.name', 'name')
      .andWhere('row.id IN (:...ids)', { ids: [...new Set(rows.map(({ streamId }) => streamId))] })
      .getRawMany();
    const names = new Map(streams.map(({ id, name }) => [id, name]));
    return rows.map(({ generation: _, progress = null, ...row }) =>
      toRun({ row, progress, streamName: names.get(row.streamId) ?? null }),
    );
  }

  #rows(): SelectQueryBuilder<JoinedRow> {
    const rows: SelectQueryBuilder<JoinedRow> = liveRows(this.database, runListTable, runListProjection);
    return rows.leftJoinAndMapOne(
      'row.progress',
      runProgressTable.options.name,
      'progress',
      'progress.runId = row.id',
    );
  }
}
