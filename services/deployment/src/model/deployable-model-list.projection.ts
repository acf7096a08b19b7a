import type { ModelEvent, ModelTask } from '@tutti/contracts/training';
import type { Projection, Recorded } from '@tutti/kernel';

/** A model, as far as deployments ask for it. */
export interface DeployableModelRow {
  readonly id: string;
  readonly name: string;
  readonly modelVersion: string;
  readonly streamId: string | null;
  readonly task: ModelTask;
  readonly digest: string;
  readonly bytes: number;
  readonly gate: 'passes' | 'fails' | 'none';
  readonly signed: boolean;
  readonly retired: boolean;
  /** Position in the log: the newest is the largest. */
  readonly registered: number;
}

type Known = Exclude<ModelEvent, { type: 'ModelAliased' }>;

const project = (
  row: DeployableModelRow | undefined,
  { event, aggregateId: id, position: registered }: Recorded<Known>,
): DeployableModelRow | undefined => {
  switch (event.type) {
    case 'ModelRegistered': {
      const { name, modelVersion, streamId = null, task, artifact } = event.data;
      const facts = { id, name, modelVersion, streamId, task, ...artifact, registered };
      return { ...facts, gate: 'none', signed: false, retired: false };
    }
    case 'ModelEvaluated':
      return row && { ...row, gate: event.data.gate.passes ? 'passes' : 'fails' };
    case 'ModelSigned':
      return row && { ...row, signed: true };
    case 'ModelRetired':
      return row && { ...row, retired: true };
    default:
      return event satisfies never;
  }
};

/** Models as the log of another context tells of them. */
export const deployableModelListProjection: Projection<DeployableModelRow, Known> = {
  name: 'deployable-model-list',
  version: 1,
  subjects: ['evt.training.model.*'],
  handles: ['ModelRegistered', 'ModelEvaluated', 'ModelSigned', 'ModelRetired'],
  key: ({ aggregateId }) => aggregateId,
  project,
};
