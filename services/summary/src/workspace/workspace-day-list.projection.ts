import type { SummaryFigures, WorkspaceEvent } from '@tutti/contracts/summary';
import type { Projection, Recorded } from '@tutti/kernel';

export interface WorkspaceDayRow {
  readonly id: string;
  readonly workspaceId: string;
  readonly date: string;
  readonly revision: number;
  readonly composedAt: number;
  readonly receivedAt: number;
  readonly timeZone: string;
  readonly soFar: boolean;
  readonly figures: SummaryFigures;
  readonly rowCount: number;
  readonly rowsDigest: string;
}

type Received = Extract<WorkspaceEvent, { type: 'WorkspaceSummaryReceived' }>;

const idOf = ({ aggregateId, event }: Recorded<Received>): string => `${aggregateId}:${event.data.date}`;

/** What workspaces said of their days last. */
export const workspaceDayListProjection: Projection<WorkspaceDayRow, Received> = {
  name: 'workspace-day-list',
  version: 2,
  subjects: ['evt.summary.workspace.*'],
  handles: ['WorkspaceSummaryReceived'],
  key: idOf,
  project: (_, recorded) => {
    const { date, revision, composedAt, timeZone, soFar = false, figures, rows } = recorded.event.data;
    return {
      ...{ id: idOf(recorded), workspaceId: recorded.aggregateId, date, revision, timeZone, soFar, figures },
      composedAt: Date.parse(composedAt),
      receivedAt: recorded.time.getTime(),
      rowCount: rows.count,
      rowsDigest: rows.digest,
    };
  },
};
