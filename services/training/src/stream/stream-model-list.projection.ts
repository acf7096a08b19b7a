import type { ModelEvent } from '@tutti/contracts/training';
import type { Projection, Recorded } from '@tutti/kernel';

/** A model, as far as its stream needs to know. */
export interface StreamModelRow {
  readonly id: string;
  readonly streamId: string | null;
  /** Of its artifact: devices name it in their results. */
  readonly digest: string;
  /** It passed the gate. */
  readonly passes: boolean;
  readonly retired: boolean;
  /** Position in the log: the newest is the largest. */
  readonly registered: number;
}

type Known = Extract<ModelEvent, { type: 'ModelRegistered' | 'ModelEvaluated' | 'ModelRetired' }>;

const project = (
  row: StreamModelRow | undefined,
  { event, aggregateId: id, position }: Recorded<Known>,
): StreamModelRow | undefined => {
  switch (event.type) {
    case 'ModelRegistered': {
      const { streamId = null, artifact } = event.data;
      return { id, streamId, digest: artifact.digest, passes: false, retired: false, registered: position };
    }
    case 'ModelEvaluated':
      return row && { ...row, passes: event.data.gate.passes };
    case 'ModelRetired':
      return row && { ...row, retired: true };
    default:
      return event satisfies never;
  }
};

export const streamModelListProjection: Projection<StreamModelRow, Known> = {
  name: 'stream-model-list',
  version: 1,
  subjects: ['evt.training.model.*'],
  handles: ['ModelRegistered', 'ModelEvaluated', 'ModelRetired'],
  key: ({ aggregateId }) => aggregateId,
  project,
};
