import type { StreamEvent } from '@tutti/contracts/training';

type Created = Extract<StreamEvent, { type: 'StreamCreated' }>['data'];

/** As it was created, with what changed since. */
export type KnownStream = { readonly status: 'created' } & Omit<Created, 'duplicateOf'>;

export type StreamState = { readonly status: 'initial' } | { readonly status: 'deleted' } | KnownStream;

export const initialState: StreamState = { status: 'initial' };

const defined = <Value>(value: Value | null | undefined): Value | undefined => value ?? undefined;

type Reconfigured = Extract<StreamEvent, { type: 'StreamReconfigured' }>['data'];

/** Merge patch: what is absent stays, null removes. */
export const reconfigured = (state: KnownStream, data: Reconfigured): KnownStream => {
  const {
    name = state.name,
    description = state.description,
    tags = state.tags,
    parameters = state.parameters,
    warningScore = state.warningScore,
    target = state.target,
    gate = state.gate,
    datasets = state.datasets,
  } = data;
  return {
    ...state,
    name,
    description: defined(description),
    tags,
    parameters,
    warningScore: defined(warningScore),
    target: defined(target),
    gate,
    datasets,
  };
};

const evolveKnown = (
  state: KnownStream,
  event: Exclude<StreamEvent, { type: 'StreamCreated' }>,
): StreamState => {
  switch (event.type) {
    case 'StreamReconfigured':
      return reconfigured(state, event.data);
    case 'StreamTriggerSet':
      return { ...state, trigger: defined(event.data.trigger) };
    case 'StreamMovedToSolution': {
      const { version, parameters } = event.data;
      return { ...state, solution: { ...state.solution, version }, parameters };
    }
    case 'StreamDeleted':
      return { status: 'deleted' };
    default:
      return event satisfies never;
  }
};

export const evolve = (state: StreamState, event: StreamEvent): StreamState => {
  if (event.type === 'StreamCreated') {
    const { duplicateOf: _, ...data } = event.data;
    return { status: 'created', ...data };
  }
  return state.status === 'created' ? evolveKnown(state, event) : state;
};
