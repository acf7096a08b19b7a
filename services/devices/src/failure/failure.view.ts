import { type Failure, entryId } from '@tutti/contracts/devices';
import { listPage, type ListQuery, type ListSpec, type PageTokens } from '@tutti/service-kit';
import type { DataSource } from 'typeorm';
import { within, type TimeRange } from '../telemetry/time-range';
import type { FailureRow } from './failure.row';
import { failureTable } from './failure.table';

const spec: ListSpec<FailureRow> = {
  name: 'failures',
  fields: {
    type: { type: 'string', column: 'row.type' },
    message: { type: 'string', column: 'row.message' },
    model: { type: 'string', column: 'row.model' },
    inputFile: { type: 'string', column: 'row.inputFile' },
    at: { type: 'time', column: 'row.at', encode: (time) => time.getTime() },
  },
  sorts: { at: { column: 'row.at', value: ({ at }) => at } },
  defaultSort: [{ column: 'row.at', value: ({ at }) => at, direction: 'DESC' }],
  unique: {
    column: "CONCAT(row.deviceId, '.', row.journal, '.', row.seq)",
    value: entryId,
    direction: 'DESC',
  },
};

const toFailure = (row: FailureRow): Failure => {
  const { journal: _journal, seq: _seq, at, ...rest } = row;
  return { ...rest, id: entryId(row), at: new Date(at).toISOString() };
};

export class FailureView {
  constructor(private readonly database: DataSource) {}

  /** Newest first, unless asked otherwise. */
  async page(query: ListQuery & TimeRange & { readonly deviceId: string }, tokens: PageTokens) {
    const rows = within(this.database.createQueryBuilder(failureTable, 'row').where('1 = 1'), query);
    const scope = [query.deviceId, query.from, query.to];
    const { items, nextPageToken } = await listPage(rows, spec, query, { tokens, scope });
    return { items: items.map(toFailure), nextPageToken };
  }
}
