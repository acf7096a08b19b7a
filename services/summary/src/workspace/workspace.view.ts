import type { Workspace, WorkspaceDay } from '@tutti/contracts/summary';
import { liveRows } from '@tutti/runtime';
import { listPage, type ListSpec, type PageTokens } from '@tutti/service-kit';
import type { DataSource } from 'typeorm';
import type { Projections } from '../open-projections';
import { workspaceDayListProjection, type WorkspaceDayRow } from './workspace-day-list.projection';
import { workspaceDayListTable } from './workspace-day-list.table';
import { workspaceIdOf, workspaceNameOf } from './workspace-id.state';
import { workspaceListProjection, type WorkspaceRow } from './workspace-list.projection';
import { workspaceListTable } from './workspace-list.table';

interface PageQuery {
  readonly pageSize?: number | undefined;
  readonly pageToken?: string | undefined;
}

interface DaysQuery extends PageQuery {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

const workspaces: ListSpec<WorkspaceRow> = {
  name: 'workspaces',
  fields: {},
  sorts: {},
  defaultSort: [],
  unique: { column: 'row.id', value: ({ id }) => id, direction: 'ASC' },
};

const days: ListSpec<WorkspaceDayRow> = {
  name: 'workspace-days',
  fields: {},
  sorts: {},
  defaultSort: [],
  unique: { column: 'row.date', value: ({ date }) => date, direction: 'DESC' },
};

const toDay = (row: WorkspaceDayRow): WorkspaceDay => ({
  workspace: workspaceNameOf(row.workspaceId),
  ...{ date: row.date, revision: row.revision, timeZone: row.timeZone },
  ...(row.soFar ? { soFar: true as const } : {}),
  ...{ figures: row.figures, rows: row.rowCount },
  composedAt: new Date(row.composedAt).toISOString(),
  receivedAt: new Date(row.receivedAt).toISOString(),
});

/** Workspaces and what they said. */
export class WorkspaceView {
  constructor(
    private readonly database: DataSource,
    private readonly projections: Pick<Projections, 'workspaces' | 'workspaceDays'>,
  ) {}

  async page(query: PageQuery, position: number, tokens: PageTokens) {
    await this.#seen(position);
    const rows = liveRows(this.database, workspaceListTable, workspaceListProjection);
    const builder = rows.andWhere('row.removed = :removed', { removed: false });
    const { items, nextPageToken } = await listPage(builder, workspaces, query, { tokens });
    const counts = await this.#daysOf(items.map(({ id }) => id));
    const toWorkspace = (row: WorkspaceRow): Workspace => ({
      name: workspaceNameOf(row.id),
      addedAt: new Date(row.addedAt).toISOString(),
      ...{ addedBy: row.addedBy, newest: row.newest, consoleAt: row.consoleAt },
      ...{ days: counts.get(row.id) ?? 0, recent: row.recent ?? [] },
    });
    return { items: items.map(toWorkspace), nextPageToken };
  }

  /** Newest first; `undefined` when no workspace of the name was ever added. */
  async days(name: string, query: DaysQuery, { position, tokens }: { position: number; tokens: PageTokens }) {
    await this.#seen(position);
    const id = workspaceIdOf(name);
    const known = liveRows(this.database, workspaceListTable, workspaceListProjection);
    if (!(await known.andWhere('row.id = :id', { id }).getExists())) return undefined;
    const builder = this.#dayRows().andWhere('row.workspaceId = :id', { id });
    if (query.from !== undefined) builder.andWhere('row.date >= :from', { from: query.from });
    if (query.to !== undefined) builder.andWhere('row.date <= :to', { to: query.to });
    const scope = [name, query.from ?? '', query.to ?? ''];
    const { items, nextPageToken } = await listPage(builder, days, query, { tokens, scope });
    return { items: items.map(toDay), nextPageToken };
  }

  #dayRows() {
    return liveRows(this.database, workspaceDayListTable, workspaceDayListProjection);
  }

  async #seen(position: number): Promise<void> {
    await this.projections.workspaces.waitFor(position);
    await this.projections.workspaceDays.waitFor(position);
  }

  async #daysOf(ids: readonly string[]): Promise<ReadonlyMap<string, number>> {
    if (ids.length === 0) return new Map();
    const counted = await this.#dayRows()
      .select('row.workspaceId', 'id')
      .addSelect('COUNT(*)', 'days')
      .andWhere('row.workspaceId IN (:...ids)', { ids })
      .groupBy('row.workspaceId')
      .getRawMany<{ readonly id: string; readonly days: number | string }>();
    return new Map(counted.map(({ id, days }) => [id, Number(days)]));
  }
}
