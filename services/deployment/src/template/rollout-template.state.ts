import type { RolloutTemplate, RolloutTemplateEvent } from '@tutti/contracts/deployment';

export type RolloutTemplateState =
  { readonly status: 'none' } | { readonly status: 'set'; readonly template: RolloutTemplate };

export const initialState: RolloutTemplateState = { status: 'none' };

export const evolve = (_: RolloutTemplateState, event: RolloutTemplateEvent): RolloutTemplateState => {
  switch (event.type) {
    case 'TemplateSet':
      return { status: 'set', template: event.data.template };
    case 'TemplateRemoved':
      return { status: 'none' };
    default:
      return event satisfies never;
  }
};
