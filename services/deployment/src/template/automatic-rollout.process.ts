import type { ModelEvent } from '@tutti/contracts/training';
import type { Process, ProcessInput, Reaction } from '@tutti/kernel';

/** A stream's model that may be deployed from now on. */
export type RollOutModel = {
  readonly type: 'RollOutModel';
  readonly modelId: string;
  readonly streamId: string;
  /** Of the event that made it so: a template that was set later is not for it. */
  readonly position: number;
};

/** What is known of a model that may not be deployed yet. */
export interface AutomaticRolloutState {
  readonly streamId?: string;
  readonly passes?: boolean;
  readonly signed?: boolean;
}

type Reacted = Reaction<AutomaticRolloutState, RollOutModel>;

const over: Reacted = { state: undefined };

const told = (state: AutomaticRolloutState, event: ModelEvent): AutomaticRolloutState | undefined => {
  switch (event.type) {
    case 'ModelRegistered':
      return event.data.streamId === undefined ? undefined : { ...state, streamId: event.data.streamId };
    case 'ModelEvaluated':
      return event.data.gate.passes ? { ...state, passes: true } : undefined;
    case 'ModelSigned':
      return { ...state, signed: true };
    case 'ModelRetired':
      return undefined;
    case 'ModelAliased':
      return state;
    default:
      return event satisfies never;
  }
};

const react = (state: AutomaticRolloutState, input: ProcessInput<ModelEvent>, modelId: string): Reacted => {
  if (input.kind === 'timer') return over;
  const { event, position } = input.recorded;
  // Whose registration ended it, an imported model's for one, begins no more.
  if (event.type !== 'ModelRegistered' && state.streamId === undefined) return over;
  const next = told(state, event);
  if (next?.streamId === undefined || !next.passes || !next.signed) return { state: next };
  return {
    state: undefined,
    outgoing: [{ type: 'RollOutModel', modelId, streamId: next.streamId, position }],
  };
};

/** Which models go out by themselves, where their stream has a template. One instance per model, until it is decided. */
export const automaticRolloutProcess: Process<AutomaticRolloutState, ModelEvent, RollOutModel> = {
  name: 'automatic-rollout',
  version: 1,
  subjects: ['evt.training.model.*'],
  handles: ['ModelRegistered', 'ModelEvaluated', 'ModelSigned', 'ModelRetired'],
  ignores: ['ModelAliased'],
  initialState: {},
  correlate: ({ aggregateId }) => aggregateId,
  react,
};
