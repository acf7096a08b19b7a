import type { ModelEvent } from '@tutti/contracts/training';
import type { Process, ProcessInput, Reaction } from '@tutti/kernel';

/** To be signed with the installation's key. */
export type SignArtifact = {
  readonly type: 'SignArtifact';
  readonly modelId: string;
  readonly name: string;
  readonly modelVersion: string;
  readonly sha256: string;
};

type Nothing = Readonly<Record<string, never>>;

const react = (_: Nothing, input: ProcessInput<ModelEvent>): Reaction<Nothing, SignArtifact> => {
  if (input.kind === 'timer' || input.recorded.event.type !== 'ModelRegistered') return { state: undefined };
  const { event, aggregateId: modelId } = input.recorded;
  const { name, modelVersion, artifact } = event.data;
  const sign: SignArtifact = { type: 'SignArtifact', modelId, name, modelVersion, sha256: artifact.digest };
  return { state: undefined, outgoing: [sign] };
};

/** Every model that is registered is signed, so that a device knows that it came from here. */
export const modelSigningProcess: Process<Nothing, ModelEvent, SignArtifact> = {
  name: 'model-signing',
  version: 1,
  subjects: ['evt.training.model.*'],
  handles: ['ModelRegistered'],
  ignores: ['ModelEvaluated', 'ModelSigned', 'ModelAliased', 'ModelRetired'],
  initialState: {},
  correlate: ({ aggregateId }) => aggregateId,
  react,
};
