import type { EnrolmentTokenEvent, Tags } from '@tutti/contracts/devices';

interface Terms {
  readonly expiresAt: string;
  readonly maxUses: number;
  readonly autoAccept: boolean;
  readonly site?: string | undefined;
  readonly tags: Tags;
  readonly uses: number;
}

export type EnrolmentTokenState =
  { readonly status: 'initial' } | (Terms & { readonly status: 'issued' | 'revoked' });

export const initialState: EnrolmentTokenState = { status: 'initial' };

export const evolve = (state: EnrolmentTokenState, event: EnrolmentTokenEvent): EnrolmentTokenState => {
  switch (event.type) {
    case 'EnrolmentTokenIssued': {
      const { note: _, ...terms } = event.data;
      return { status: 'issued', ...terms, uses: 0 };
    }
    case 'EnrolmentTokenUsed':
      return state.status === 'initial' ? state : { ...state, uses: state.uses + 1 };
    case 'EnrolmentTokenRevoked':
      return state.status === 'initial' ? state : { ...state, status: 'revoked' };
    default:
      return event satisfies never;
  }
};
