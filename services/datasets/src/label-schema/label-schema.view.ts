import type { LabelSchema } from '@tutti/contracts/datasets';
import { liveRows } from '@tutti/runtime';
import { listPage, type ListQuery, type ListSpec, type PageTokens } from '@tutti/service-kit';
import type { DataSource } from 'typeorm';
import type { Projections } from '../open-projections';
import { labelSchemaListProjection, type LabelSchemaRow } from './label-schema-list.projection';
import { labelSchemaListTable } from './label-schema-list.table';

const spec: ListSpec<LabelSchemaRow> = {
  name: 'label-schemas',
  fields: {
    id: { type: 'string', column: 'row.id' },
    name: { type: 'string', column: 'row.name' },
    changedAt: { type: 'time', column: 'row.changedAt', encode: (time) => time.getTime() },
  },
  sorts: {
    name: { column: 'row.name', value: ({ name }) => name },
    changedAt: { column: 'row.changedAt', value: ({ changedAt }) => changedAt },
  },
  defaultSort: [{ column: 'row.name', value: ({ name }) => name, direction: 'ASC' }],
  unique: { column: 'row.id', value: ({ id }) => id, direction: 'ASC' },
};

const toLabelSchema = ({ changedAt, ...row }: LabelSchemaRow): LabelSchema => ({
  ...row,
  classes: row.classes.map(({ since: _, ...of }) => of),
  changedAt: new Date(changedAt).toISOString(),
});

export class LabelSchemaView {
  constructor(
    private readonly database: DataSource,
    private readonly projections: Pick<Projections, 'schemas'>,
  ) {}

  async find(id: string, position: number): Promise<LabelSchema | undefined> {
    await this.projections.schemas.waitFor(position);
    const row = await this.#rows().andWhere('row.id = :id', { id }).getOne();
    return row ? toLabelSchema(row) : undefined;
  }

  async page(query: ListQuery, position: number, tokens: PageTokens) {
    await this.projections.schemas.waitFor(position);
    const { items, nextPageToken } = await listPage(this.#rows(), spec, query, { tokens });
    return { items: items.map(toLabelSchema), nextPageToken };
  }

  #rows() {
    return liveRows(this.database, labelSchemaListTable, labelSchemaListProjection);
  }
}
