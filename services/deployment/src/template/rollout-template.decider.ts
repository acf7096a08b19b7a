import { commonErrors } from '@tutti/contracts/common';
import type { RolloutTemplate, RolloutTemplateEvent } from '@tutti/contracts/deployment';
import { DomainError, isSame, type Decider } from '@tutti/kernel';
import { refused } from '../refused.decider';
import { evolve, initialState, type RolloutTemplateState } from './rollout-template.state';

type SetTemplate = {
  readonly type: 'SetTemplate';
  readonly template: RolloutTemplate;
  /** Of whoever has seen none: it takes the place of none. */
  readonly isFirst: boolean;
};
type RemoveTemplate = { readonly type: 'RemoveTemplate' };

export type RolloutTemplateCommand = SetTemplate | RemoveTemplate;

type Events = readonly RolloutTemplateEvent[];

export const noSuchTemplate = (): DomainError =>
  refused('template.not-found', 'None was set, or it was removed.');

const set = ({ template, isFirst }: SetTemplate, state: RolloutTemplateState): Events => {
  if (state.status === 'set' && isSame(template, state.template))
    throw refused('template.nothing-changed', 'Every value is what it was.');
  if (state.status === 'set' && isFirst)
    throw new DomainError(commonErrors['request.if-match-required'], {
      detail: 'The stream has a template. Look at it, and send If-Match with its ETag.',
    });
  return [{ type: 'TemplateSet', data: { template } }];
};

const decide = (command: RolloutTemplateCommand, state: RolloutTemplateState): Events => {
  switch (command.type) {
    case 'SetTemplate':
      return set(command, state);
    case 'RemoveTemplate':
      if (state.status !== 'set') throw noSuchTemplate();
      return [{ type: 'TemplateRemoved', data: {} }];
    default:
      return command satisfies never;
  }
};

/** How a stream's models go out by themselves. Its id is the stream's. */
export const rolloutTemplateDecider: Decider<
  RolloutTemplateState,
  RolloutTemplateCommand,
  RolloutTemplateEvent
> = {
  context: 'deployment',
  aggregate: 'rollout-template',
  stateVersion: 1,
  initialState,
  decide,
  evolve,
};
