import type { Summary, SummaryItem } from '@tutti/contracts/summary';
import { liveRows, type ProjectionRunner } from '@tutti/runtime';
import { listPage, type ListSpec, type PageTokens, type References } from '@tutti/service-kit';
import type { DataSource } from 'typeorm';
import { dailySummaryListProjection, type DailySummaryRow } from './daily-summary-list.projection';
import { dailySummaryListTable } from './daily-summary-list.table';

interface DaysQuery {
  readonly pageSize?: number | undefined;
  readonly pageToken?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

const spec: ListSpec<DailySummaryRow> = {
  name: 'summaries',
  fields: {},
  sorts: {},
  defaultSort: [],
  unique: { column: 'row.id', value: ({ id }) => id, direction: 'DESC' },
};

const headOf = ({ id: date, workspace, timeZone, revision, composedAt }: DailySummaryRow) => ({
  ...{ date, workspace, timeZone, revision },
  composedAt: new Date(composedAt).toISOString(),
});

const toItem = (row: DailySummaryRow): SummaryItem => {
  const { devices, inference } = row.figures;
  const { results, meanScore, failures, warnings } = inference;
  const { registered, offline } = devices;
  return { ...headOf(row), results, meanScore, failures, registered, offline, warnings };
};

const toSummary = (row: DailySummaryRow): Summary => ({
  ...headOf(row),
  ...(row.soFar ? { soFar: true as const } : {}),
  figures: row.figures,
  rows: { count: row.rowCount, digest: row.rowsDigest, bytes: row.rowsBytes },
});

/** What was said of days. */
export class DailySummaryView {
  constructor(
    private readonly database: DataSource,
    private readonly projection: Pick<ProjectionRunner<never, never>, 'waitFor'>,
  ) {}

  /** Newest first. */
  async page(query: DaysQuery, position: number, tokens: PageTokens) {
    await this.projection.waitFor(position);
    const { from, to } = query;
    const rows = this.#rows();
    if (from !== undefined) rows.andWhere('row.id >= :from', { from });
    if (to !== undefined) rows.andWhere('row.id <= :to', { to });
    const { items, nextPageToken } = await listPage(rows, spec, query, { tokens, scope: [from, to] });
    return { items: items.map(toItem), nextPageToken };
  }

  async find(
    date: string,
    position: number,
  ): Promise<{ readonly summary: Summary; readonly version: number } | undefined> {
    await this.projection.waitFor(position);
    const row = await this.#rows().andWhere('row.id = :date', { date }).getOne();
    return row ? { summary: toSummary(row), version: row.version } : undefined;
  }

  /** Which of these days have been summed up when they were over. */
  async composed(dates: readonly string[]): Promise<ReadonlySet<string>> {
    const rows = await this.#rows()
      .select('row.id', 'id')
      .andWhere('row.id IN (:...dates) AND row.soFar = :soFar', { dates, soFar: false })
      .getRawMany<{ readonly id: string }>();
    return new Set(rows.map(({ id }) => id));
  }

  /** For the sweep: rows of each day's newest revision. */
  readonly references: References = async (digests) => {
    const rows = await this.#rows()
      .select('row.rowsDigest', 'digest')
      .andWhere('row.rowsDigest IN (:...digests)', { digests })
      .getRawMany<{ readonly digest: string }>();
    return rows.map(({ digest }) => digest);
  };

  #rows() {
    return liveRows(this.database, dailySummaryListTable, dailySummaryListProjection);
  }
}
