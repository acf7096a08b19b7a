import type { StreamEvent } from '@tutti/contracts/training';
import type { Projection, Recorded } from '@tutti/kernel';

/** A stream, as far as deployments ask for it. */
export interface DeployingStreamRow {
  readonly id: string;
  readonly name: string;
  /** Null: no result is a warning. */
  readonly warningScore: number | null;
  readonly deleted: boolean;
}

type Known = Extract<StreamEvent, { type: 'StreamCreated' | 'StreamReconfigured' | 'StreamDeleted' }>;

const project = (
  row: DeployingStreamRow | undefined,
  { event, aggregateId: id }: Recorded<Known>,
): DeployingStreamRow | undefined => {
  switch (event.type) {
    case 'StreamCreated': {
      const { name, warningScore = null } = event.data;
      return { id, name, warningScore, deleted: false };
    }
    case 'StreamReconfigured': {
      if (!row) return row;
      const { name = row.name, warningScore = row.warningScore } = event.data;
      return { ...row, name, warningScore };
    }
    case 'StreamDeleted':
      return row && { ...row, deleted: true };
    default:
      return event satisfies never;
  }
};

/** Streams as the log of another context tells of them. */
export const deployingStreamListProjection: Projection<DeployingStreamRow, Known> = {
  name: 'deploying-stream-list',
  version: 1,
  subjects: ['evt.training.stream.*'],
  handles: ['StreamCreated', 'StreamReconfigured', 'StreamDeleted'],
  key: ({ aggregateId }) => aggregateId,
  project,
};
