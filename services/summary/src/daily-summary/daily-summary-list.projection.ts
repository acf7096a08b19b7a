import type { DailySummaryEvent, SummaryFigures } from '@tutti/contracts/summary';
import type { Projection } from '@tutti/kernel';

/** What was said of a day last. */
export interface DailySummaryRow {
  /** The day. */
  readonly id: string;
  readonly workspace: string;
  readonly timeZone: string;
  readonly revision: number;
  readonly figures: SummaryFigures;
  readonly rowCount: number;
  readonly rowsDigest: string;
  readonly rowsBytes: number;
  /** Milliseconds since 1970. */
  readonly composedAt: number;
  /** The day was not over. */
  readonly soFar: boolean;
  readonly version: number;
}

export const dailySummaryListProjection: Projection<DailySummaryRow, DailySummaryEvent> = {
  name: 'daily-summary-list',
  version: 1,
  subjects: ['evt.summary.daily-summary.*'],
  handles: ['SummaryComposed'],
  key: ({ aggregateId }) => aggregateId,
  project: (_, { event, aggregateId: id, aggregateVersion: version, time }) => {
    const { workspace, timeZone, revision, figures, rows, soFar = false } = event.data;
    return {
      ...{ id, workspace, timeZone, revision, figures, soFar, version },
      rowCount: rows.count,
      rowsDigest: rows.digest,
      rowsBytes: rows.bytes,
      composedAt: time.getTime(),
    };
  },
};
