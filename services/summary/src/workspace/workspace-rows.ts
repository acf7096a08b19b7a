import type { WorkspaceSummaryRow } from '@tutti/contracts/summary';
import { liveRows } from '@tutti/runtime';
import { pageSizeOf, type Page, type PageTokens } from '@tutti/service-kit';
import type { SelectQueryBuilder } from 'typeorm';
import type { Foundation } from '../open-summary';
import { workspaceDayListProjection, type WorkspaceDayRow } from './workspace-day-list.projection';
import { workspaceDayListTable } from './workspace-day-list.table';
import { workspaceIdOf, workspaceNameOf } from './workspace-id.state';

interface RowsFilter {
  readonly workspace?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

interface RowsQuery extends RowsFilter {
  readonly pageSize?: number | undefined;
  readonly pageToken?: string | undefined;
}

/** The rows of a day, those from `start`. */
interface Part extends Pick<WorkspaceDayRow, 'date' | 'workspaceId' | 'composedAt' | 'rowsDigest'> {
  readonly start: number;
}

/**
 * A page begins where a part does. The part says which bytes it is of: a day that is told anew between two pages tears
 * none of them, for what it said before is kept for a while.
 */
const keyOf = ({ date, workspaceId, composedAt, rowsDigest, start }: Part) =>
  [date, workspaceId, composedAt, rowsDigest, start] as const;

const partOf = ([date, workspaceId, composedAt, rowsDigest, start]: readonly unknown[]): Part => ({
  ...{ date: String(date), workspaceId: String(workspaceId), composedAt: Number(composedAt) },
  ...{ rowsDigest: String(rowsDigest), start: Number(start) },
});

/** Rows of the days that workspaces pushed: the newest day first, by workspace, each as it came. */
export class WorkspaceRows {
  constructor(
    private readonly parts: Pick<Foundation, 'database' | 'projections' | 'rowsOf'>,
    /** Days that are looked up at once. */
    private readonly daysAtOnce = 100,
  ) {}

  async page(
    query: RowsQuery,
    { position, tokens }: { readonly position: number; readonly tokens: PageTokens },
  ): Promise<Page<WorkspaceSummaryRow>> {
    await this.seen(position);
    const size = pageSizeOf(query.pageSize);
    const binding = ['workspace-rows', query.workspace ?? '', query.from ?? '', query.to ?? ''];
    const first = query.pageToken ? partOf(tokens.open(query.pageToken, binding)) : undefined;
    const items: WorkspaceSummaryRow[] = [];
    for await (const part of this.#days(query, first)) {
      if (items.length === size) return { items, nextPageToken: tokens.seal(keyOf(part), binding) };
      const rows = await this.#rowsOf(part);
      const room = size - items.length;
      items.push(...rows.slice(0, room));
      const rest = { ...part, start: part.start + room };
      if (rows.length > room) return { items, nextPageToken: tokens.seal(keyOf(rest), binding) };
    }
    return { items, nextPageToken: '' };
  }

  /** All of them, a day at a time. */
  async *all(filter: RowsFilter): AsyncGenerator<readonly WorkspaceSummaryRow[], undefined> {
    for await (const part of this.#days(filter)) yield await this.#rowsOf(part);
  }

  async seen(position: number): Promise<void> {
    await this.parts.projections.workspaceDays.waitFor(position);
  }

  async #rowsOf({ workspaceId, date, composedAt, rowsDigest, start }: Part) {
    const whose = {
      workspace: workspaceNameOf(workspaceId),
      ...{ date, composedAt: new Date(composedAt).toISOString() },
    };
    const rows = await this.parts.rowsOf({ digest: rowsDigest });
    return rows.slice(start).map((row): WorkspaceSummaryRow => ({ ...whose, ...row }));
  }

  async *#days(filter: RowsFilter, first?: Part): AsyncGenerator<Part> {
    if (first) yield first;
    let last = first;
    do {
      const days = await this.#daysAfter(filter, last);
      yield* days;
      last = days.length < this.daysAtOnce ? undefined : days.at(-1);
    } while (last);
  }

  async #daysAfter(filter: RowsFilter, last: Part | undefined): Promise<readonly Part[]> {
    const found = liveRows(this.parts.database, workspaceDayListTable, workspaceDayListProjection)
      .select(['row.id', 'row.date', 'row.workspaceId', 'row.composedAt', 'row.rowsDigest'])
      .andWhere('row.rowCount > 0')
      .orderBy('row.date', 'DESC')
      .addOrderBy('row.workspaceId', 'ASC')
      .limit(this.daysAtOnce);
    narrow(found, filter);
    if (last)
      found.andWhere(
        '(row.date <= :lastDate AND (row.date < :lastDate OR row.workspaceId > :lastWorkspace))',
        { lastDate: last.date, lastWorkspace: last.workspaceId },
      );
    return (await found.getMany()).map((row) => ({ ...row, start: 0 }));
  }
}

const narrow = (builder: SelectQueryBuilder<WorkspaceDayRow>, { workspace, from, to }: RowsFilter): void => {
  if (workspace !== undefined)
    builder.andWhere('row.workspaceId = :workspaceId', { workspaceId: workspaceIdOf(workspace) });
  if (from !== undefined) builder.andWhere('row.date >= :from', { from });
  if (to !== undefined) builder.andWhere('row.date <= :to', { to });
};
