import type { Role, UserEvent } from '@tutti/contracts/identity';

interface Account {
  readonly role: Role;
  /** The password was chosen by somebody else: it must be replaced before anything else. */
  readonly mustChangePassword: boolean;
}

export type UserState =
  | { readonly status: 'none' }
  | ({ readonly status: 'active' } & Account)
  | ({ readonly status: 'disabled' } & Account);

export const initialState: UserState = { status: 'none' };

export const evolve = (state: UserState, event: UserEvent): UserState => {
  if (event.type === 'UserCreated') return { status: 'active', ...event.data };
  if (state.status === 'none') return state;
  switch (event.type) {
    case 'UserRoleChanged':
      return { ...state, role: event.data.role };
    case 'UserDisabled':
      return { ...state, status: 'disabled' };
    case 'UserEnabled':
      return { ...state, status: 'active' };
    case 'PasswordChanged':
      return { ...state, mustChangePassword: event.data.mustChangePassword };
    case 'SignedIn':
      return state;
  }
};
