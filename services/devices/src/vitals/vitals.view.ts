import { type Vitals, entryId } from '@tutti/contracts/devices';
import { listPage, type ListQuery, type ListSpec, type PageTokens } from '@tutti/service-kit';
import type { DataSource } from 'typeorm';
import { within, type TimeRange } from '../telemetry/time-range';
import type { VitalsRow } from './vitals.row';
import { vitalsTable } from './vitals.table';

const spec: ListSpec<VitalsRow> = {
  name: 'vitals',
  fields: { at: { type: 'time', column: 'row.at', encode: (time) => time.getTime() } },
  sorts: { at: { column: 'row.at', value: ({ at }) => at } },
  defaultSort: [{ column: 'row.at', value: ({ at }) => at, direction: 'ASC' }],
  unique: {
    column: "CONCAT(row.deviceId, '.', row.journal, '.', row.seq)",
    value: entryId,
    direction: 'ASC',
  },
};

const toVitals = ({ deviceId: _device, journal: _journal, seq: _seq, at, ...values }: VitalsRow): Vitals => ({
  at: new Date(at).toISOString(),
  ...values,
});

export class VitalsView {
  constructor(private readonly database: DataSource) {}

  /** Oldest first, unless asked otherwise. */
  async page(query: ListQuery & TimeRange & { readonly deviceId: string }, tokens: PageTokens) {
    const rows = within(this.database.createQueryBuilder(vitalsTable, 'row').where('1 = 1'), query);
    const scope = [query.deviceId, query.from, query.to];
    const { items, nextPageToken } = await listPage(rows, spec, query, { tokens, scope });
    return { items: items.map(toVitals), nextPageToken };
  }
}
