import type { SolutionEvent, SolutionManifest } from '@tutti/contracts/training';

export interface KnownSolution {
  readonly status: 'published' | 'retired';
  /** In their order: the first is version 1. */
  readonly versions: readonly SolutionManifest[];
}

export type SolutionState = { readonly status: 'initial' } | KnownSolution;

export const initialState: SolutionState = { status: 'initial' };

export const evolve = (state: SolutionState, event: SolutionEvent): SolutionState => {
  switch (event.type) {
    case 'SolutionPublished': {
      const { manifest } = event.data;
      if (state.status === 'initial') return { status: 'published', versions: [manifest] };
      return { ...state, versions: [...state.versions, manifest] };
    }
    case 'SolutionRetired':
      return state.status === 'initial' ? state : { ...state, status: 'retired' };
    default:
      return event satisfies never;
  }
};
