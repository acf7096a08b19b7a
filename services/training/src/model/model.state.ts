import type { ModelEvent } from '@tutti/contracts/training';

export interface KnownModel {
  readonly status: 'ready' | 'retired';
  /** Absent: it was imported. */
  readonly streamId: string | undefined;
  readonly signed: boolean;
}

export type ModelState = { readonly status: 'initial' } | KnownModel;

export const initialState: ModelState = { status: 'initial' };

const evolveKnown = (
  state: KnownModel,
  event: Exclude<ModelEvent, { type: 'ModelRegistered' }>,
): ModelState => {
  switch (event.type) {
    case 'ModelSigned':
      return { ...state, signed: true };
    case 'ModelRetired':
      return { ...state, status: 'retired' };
    case 'ModelEvaluated':
    case 'ModelAliased':
      return state;
    default:
      return event satisfies never;
  }
};

export const evolve = (state: ModelState, event: ModelEvent): ModelState => {
  if (event.type === 'ModelRegistered')
    return { status: 'ready', streamId: event.data.streamId, signed: false };
  return state.status === 'initial' ? state : evolveKnown(state, event);
};
