import type { AutomaticRolloutEvent } from '@tutti/contracts/deployment';
import type { Decider } from '@tutti/kernel';

interface RefuseAutomaticRollout {
  readonly type: 'RefuseAutomaticRollout';
  readonly refusal: AutomaticRolloutEvent['data'];
}

/** Whether it was told that the model does not go out. */
type State = { readonly refused: boolean };

/** A model that was to go out by itself, and was refused. Its id is the model's. */
export const automaticRolloutDecider: Decider<State, RefuseAutomaticRollout, AutomaticRolloutEvent> = {
  context: 'deployment',
  aggregate: 'automatic-rollout',
  stateVersion: 1,
  initialState: { refused: false },
  decide: ({ refusal: data }, { refused }) => (refused ? [] : [{ type: 'AutomaticRolloutRefused', data }]),
  evolve: () => ({ refused: true }),
};
