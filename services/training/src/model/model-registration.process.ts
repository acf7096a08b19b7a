import type { RunEvent } from '@tutti/contracts/training';
import type { Process, ProcessInput, Reaction } from '@tutti/kernel';
import type { RegisterModel } from './model.decider';

/** How many runs of the stream succeeded with each version of its solution: N of the next `vM.N`. */
export type RegistrationState = Readonly<Record<string, number>>;

type RunSucceeded = Extract<RunEvent, { type: 'RunSucceeded' }>;

/** The model that a run has left, with its number. */
export type RegisterRunModel = {
  readonly type: 'RegisterRunModel';
  readonly runId: string;
} & Omit<Required<RegisterModel>, 'type'>;

const registrationOf = ({ data }: RunSucceeded, runId: string, modelVersion: string): RegisterRunModel => {
  const { streamId, name, solution, task, labels, artifact, signature, metrics, evaluation, variants } = data;
  return {
    type: 'RegisterRunModel',
    runId,
    model: {
      name,
      modelVersion,
      streamId,
      solution,
      task,
      labels,
      artifact,
      signature,
      origin: { kind: 'run', runId },
      data: data.data,
    },
    evaluation: {
      metrics,
      evaluation,
      variants,
      ...(data.baseline ? { baseline: data.baseline } : {}),
      gate: data.gate,
    },
  };
};

const react = (
  state: RegistrationState,
  input: ProcessInput<RunEvent>,
): Reaction<RegistrationState, RegisterRunModel> => {
  if (input.kind === 'timer' || input.recorded.event.type !== 'RunSucceeded') return { state };
  const { event, aggregateId } = input.recorded;
  const m = String(event.data.solution.version);
  const n = state[m] ?? 0;
  return {
    state: { ...state, [m]: n + 1 },
    outgoing: [registrationOf(event, aggregateId, `v${m}.${n}`)],
  };
};

/** Every run that succeeds leaves a model, whether or not it may be deployed. One instance per stream counts them. */
export const modelRegistrationProcess: Process<RegistrationState, RunEvent, RegisterRunModel> = {
  name: 'model-registration',
  version: 1,
  subjects: ['evt.training.run.*'],
  handles: ['RunSucceeded'],
  ignores: [
    'RunRequested',
    'RunDataFrozen',
    'RunQueued',
    'RunStarted',
    'RunReleased',
    'RunStepCompleted',
    'RunFailed',
    'RunCancelled',
  ],
  initialState: {},
  correlate: ({ event }) => (event.type === 'RunSucceeded' ? event.data.streamId : undefined),
  react,
};
