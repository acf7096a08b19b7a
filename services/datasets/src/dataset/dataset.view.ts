import { datasetStatus, datasetTask, type Dataset, type ItemCounts } from '@tutti/contracts/datasets';
import { liveRows } from '@tutti/runtime';
import { listPage, type ListQuery, type ListSpec, type PageTokens } from '@tutti/service-kit';
import type { DataSource } from 'typeorm';
import { countItems, noItems } from '../item/count-items';
import type { Projections } from '../open-projections';
import { datasetListProjection, type DatasetRow } from './dataset-list.projection';
import { datasetListTable } from './dataset-list.table';

const encode = (time: Date): number => time.getTime();

const spec: ListSpec<DatasetRow> = {
  name: 'datasets',
  fields: {
    id: { type: 'string', column: 'row.id' },
    name: { type: 'string', column: 'row.name' },
    description: { type: 'string', column: 'row.description' },
    tags: { type: 'tags', column: 'row.tags' },
    task: { type: 'enum', column: 'row.task', values: datasetTask.options },
    status: { type: 'enum', column: 'row.status', values: datasetStatus.options },
    labelSchemaId: { type: 'string', column: 'row.labelSchemaId' },
    versions: { type: 'number', column: 'row.versions' },
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

export const toDataset = (row: DatasetRow, items: ItemCounts): Dataset => {
  const { running: _, failed: __, createdAt, changedAt, ...shown } = row;
  return {
    ...shown,
    items,
    createdAt: new Date(createdAt).toISOString(),
    changedAt: new Date(changedAt).toISOString(),
  };
};

/** Datasets with the number of their items. One whose data was deleted is gone. */
export class DatasetView {
  constructor(
    private readonly database: DataSource,
    private readonly projections: Pick<Projections, 'datasets' | 'items'>,
  ) {}

  async find(id: string, position: number): Promise<Dataset | undefined> {
    const row = await this.row(id, position);
    return row && (await this.#counted([row], position))[0];
  }

  async page(query: ListQuery, position: number, tokens: PageTokens) {
    await this.projections.datasets.waitFor(position);
    const { items, nextPageToken } = await listPage(this.#rows(), spec, query, { tokens });
    return { items: await this.#counted(items, position), nextPageToken };
  }

  async row(id: string, position: number): Promise<DatasetRow | undefined> {
    await this.projections.datasets.waitFor(position);
    return (await this.#rows().andWhere('row.id = :id', { id }).getOne()) ?? undefined;
  }

  /** Those whose labels name classes of this schema. */
  async idsOfSchema(labelSchemaId: string, position: number): Promise<readonly string[]> {
    await this.projections.datasets.waitFor(position);
    const rows: readonly { readonly id: string }[] = await this.#rows()
      .select('row.id', 'id')
      .andWhere('row.labelSchemaId = :labelSchemaId', { labelSchemaId })
      .getRawMany();
    return rows.map(({ id }) => id);
  }

  async #counted(rows: readonly DatasetRow[], position: number): Promise<Dataset[]> {
    await this.projections.items.waitFor(position);
    const counts = await countItems(
      this.database,
      rows.map(({ id }) => id),
    );
    return rows.map((row) => toDataset(row, counts.get(row.id) ?? noItems));
  }

  #rows() {
    return liveRows(this.database, datasetListTable, datasetListProjection).andWhere(
      "row.status <> 'purged'",
    );
  }
}
