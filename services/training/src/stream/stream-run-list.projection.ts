import type { RunEvent } from '@tutti/contracts/training';
import type { Projection, Recorded } from '@tutti/kernel';

export const newestRunStates = ['under-way', 'succeeded', 'failed', 'cancelled'] as const;

/** What a stream's runs say of it. */
export interface StreamRunRow {
  /** Of the stream. */
  readonly id: string;
  readonly newestRunId: string;
  readonly newestState: (typeof newestRunStates)[number];
  /** Runs that have not ended. */
  readonly open: readonly string[];
  /** When the newest was asked for. */
  readonly askedAt: number;
  /** Labels that each dataset had ever been given when a run looked at it last. */
  readonly labelsSeen: Readonly<Record<string, number>>;
}

type Known = Extract<RunEvent, { type: 'RunRequested' | 'RunSucceeded' | 'RunFailed' | 'RunCancelled' }>;

const endOf = {
  RunSucceeded: 'succeeded',
  RunFailed: 'failed',
  RunCancelled: 'cancelled',
} as const satisfies Record<Exclude<Known['type'], 'RunRequested'>, StreamRunRow['newestState']>;

const project = (
  row: StreamRunRow | undefined,
  { event, aggregateId: runId, time }: Recorded<Known>,
): StreamRunRow | undefined => {
  if (event.type === 'RunRequested') {
    const { streamId: id } = event.data;
    // A run on other data leaves what it did not look at.
    const labelsSeen = { ...row?.labelsSeen, ...event.data.labelsSeen };
    const open = [...(row?.open ?? []), runId];
    return { id, newestRunId: runId, newestState: 'under-way', open, askedAt: time.getTime(), labelsSeen };
  }
  if (!row) return row;
  const open = row.open.filter((one) => one !== runId);
  return { ...row, open, ...(row.newestRunId === runId ? { newestState: endOf[event.type] } : {}) };
};

export const streamRunListProjection: Projection<StreamRunRow, Known> = {
  name: 'stream-run-list',
  version: 1,
  subjects: ['evt.training.run.*'],
  handles: ['RunRequested', 'RunSucceeded', 'RunFailed', 'RunCancelled'],
  key: ({ event }) => event.data.streamId,
  project,
};
