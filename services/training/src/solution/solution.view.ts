import { trainingTask, type Solution } from '@tutti/contracts/training';
import { liveRows } from '@tutti/runtime';
import { listPage, type ListQuery, type ListSpec, type PageTokens } from '@tutti/service-kit';
import type { DataSource } from 'typeorm';
import type { Projections } from '../open-projections';
import { streamListProjection } from '../stream/stream-list.projection';
import { streamListTable } from '../stream/stream-list.table';
import { solutionListProjection, type SolutionRow } from './solution-list.projection';
import { solutionListTable } from './solution-list.table';

const spec: ListSpec<SolutionRow> = {
  name: 'solutions',
  fields: {
    key: { type: 'string', column: 'row.id' },
    name: { type: 'string', column: 'row.name' },
    task: { type: 'enum', column: 'row.task', values: trainingTask.options },
    trainer: { type: 'string', column: 'row.trainer' },
    changedAt: { type: 'time', column: 'row.changedAt', encode: (time) => time.getTime() },
  },
  sorts: {
    name: { column: 'row.name', value: ({ name }) => name },
    changedAt: { column: 'row.changedAt', value: ({ changedAt }) => changedAt },
  },
  defaultSort: [{ column: 'row.name', value: ({ name }) => name, direction: 'ASC' }],
  unique: { column: 'row.id', value: ({ id }) => id, direction: 'ASC' },
};

/** Solutions with the number of their streams. */
export class SolutionView {
  constructor(
    private readonly database: DataSource,
    private readonly projections: Pick<Projections, 'solutions' | 'streams'>,
  ) {}

  async find(key: string, position: number): Promise<Solution | undefined> {
    await this.projections.solutions.waitFor(position);
    const row = await this.#rows().andWhere('row.id = :key', { key }).getOne();
    return row ? (await this.#counted([row], position))[0] : undefined;
  }

  async page(query: ListQuery, position: number, tokens: PageTokens) {
    await this.projections.solutions.waitFor(position);
    const { items, nextPageToken } = await listPage(this.#rows(), spec, query, { tokens });
    return { items: await this.#counted(items, position), nextPageToken };
  }

  async #counted(rows: readonly SolutionRow[], position: number): Promise<Solution[]> {
    await this.projections.streams.waitFor(position);
    const counts: readonly { readonly key: string; readonly streams: number | string }[] = await liveRows(
      this.database,
      streamListTable,
      streamListProjection,
    )
      .select('row.solutionKey', 'key')
      .addSelect('COUNT(*)', 'streams')
      .groupBy('row.solutionKey')
      .getRawMany();
    const streamsOf = new Map(counts.map(({ key, streams }) => [key, Number(streams)]));
    return rows.map(({ id: key, versions, retired, version }) => ({
      key,
      versions,
      retired,
      version,
      streams: streamsOf.get(key) ?? 0,
    }));
  }

  #rows() {
    return liveRows(this.database, solutionListTable, solutionListProjection);
  }
}
