import { commonErrors, type NameEvent } from '@tutti/contracts/common';
import { DomainError, type Decider } from '@tutti/kernel';

/** Who bears the name; null when it is free. */
export interface NameState {
  readonly owner: string | null;
}

/** `owner` is the id of the aggregate that bears the name. */
export type NameCommand =
  | { readonly type: 'ClaimName'; readonly owner: string }
  | { readonly type: 'ReleaseName'; readonly owner: string };

const decide = (command: NameCommand, { owner }: NameState): readonly NameEvent[] => {
  switch (command.type) {
    case 'ClaimName':
      if (owner === command.owner) return [];
      if (owner !== null)
        throw new DomainError(commonErrors['name.taken'], {
          detail: 'The name is in use. Choose another one.',
        });
      return [{ type: 'NameClaimed', data: { owner: command.owner } }];
    case 'ReleaseName':
      return owner === command.owner ? [{ type: 'NameReleased', data: { owner } }] : [];
  }
};

const evolve = (_state: NameState, event: NameEvent): NameState => {
  switch (event.type) {
    case 'NameClaimed':
      return { owner: event.data.owner };
    case 'NameReleased':
      return { owner: null };
  }
};

export type NameDecider = Decider<NameState, NameCommand, NameEvent>;

/**
 * Unique names of a context as claims, `evt.<context>.name.<id>` with an id from `nameId`. Claim and aggregate are
 * written in one `handleTogether`; a rename releases the old claim and takes the new one in the same batch.
 */
export const nameDecider = (context: string): NameDecider => ({
  context,
  aggregate: 'name',
  stateVersion: 1,
  initialState: { owner: null },
  decide,
  evolve,
});
