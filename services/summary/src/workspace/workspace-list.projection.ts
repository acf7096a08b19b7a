import { mostRecentDays, type Workspace, type WorkspaceEvent } from '@tutti/contracts/summary';
import type { Projection, Recorded } from '@tutti/kernel';

export interface WorkspaceRow {
  /** Of the aggregate; its name follows from it. */
  readonly id: string;
  readonly addedAt: number;
  readonly addedBy: string | null;
  readonly newest: Workspace['newest'];
  /** `null` in rows of older code. */
  readonly recent: Workspace['recent'] | null;
  readonly consoleAt: string | null;
  readonly removed: boolean;
}

type Received = Extract<WorkspaceEvent, { type: 'WorkspaceSummaryReceived' }>['data'];

const shown = ({ date, figures }: Received, receivedAt: Date): Workspace['newest'] => {
  const { devices, inference } = figures;
  const { results, failures, meanScore, warnings } = inference;
  const counts = { registered: devices.registered, offline: devices.offline };
  return { date, receivedAt: receivedAt.toISOString(), ...counts, results, failures, meanScore, warnings };
};

const withDay = (recent: Workspace['recent'], { date, figures }: Received): Workspace['recent'] =>
  [...recent.filter((one) => one.date !== date), { date, results: figures.inference.results }]
    .sort((a, b) => (a.date < b.date ? -1 : 1))
    .slice(-mostRecentDays);

const received = (row: WorkspaceRow, data: Received, at: Date): WorkspaceRow => {
  const recent = withDay(row.recent ?? [], data);
  return row.newest && row.newest.date > data.date
    ? { ...row, recent }
    : { ...row, recent, newest: shown(data, at), consoleAt: data.consoleAt ?? null };
};

const project = (
  row: WorkspaceRow | undefined,
  { event, aggregateId: id, time, metadata }: Recorded<WorkspaceEvent>,
): WorkspaceRow | undefined => {
  switch (event.type) {
    case 'WorkspaceAdded': {
      const { newest = null, recent = [], consoleAt = null } = row ?? {};
      const added = { addedAt: time.getTime(), addedBy: metadata.authId ?? null };
      return { id, ...added, newest, recent, consoleAt, removed: false };
    }
    case 'WorkspaceRekeyed':
      return row;
    case 'WorkspaceSummaryReceived':
      return row && received(row, event.data, time);
    case 'WorkspaceRemoved':
      return row && { ...row, removed: true };
    default:
      return event satisfies never;
  }
};

export const workspaceListProjection: Projection<WorkspaceRow, WorkspaceEvent> = {
  name: 'workspace-list',
  version: 2,
  subjects: ['evt.summary.workspace.*'],
  handles: ['WorkspaceAdded', 'WorkspaceRekeyed', 'WorkspaceSummaryReceived', 'WorkspaceRemoved'],
  key: ({ aggregateId }) => aggregateId,
  project,
};
