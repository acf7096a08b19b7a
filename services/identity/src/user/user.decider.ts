import { identityErrors, type Role, type UserEvent } from '@tutti/contracts/identity';
import { DomainError, type Decider } from '@tutti/kernel';
import { evolve, initialState, type UserState } from './user.state';

export interface CreateUser {
  readonly type: 'CreateUser';
  readonly role: Role;
  readonly mustChangePassword: boolean;
}

export interface ChangeUser {
  readonly type: 'ChangeUser';
  readonly role?: Role | undefined;
  readonly disabled?: boolean | undefined;
  /** Whoever asks for it is the user. Since the own account is out of reach, an administrator always remains. */
  readonly ownAccount: boolean;
}

export interface ChangePassword {
  readonly type: 'ChangePassword';
  readonly mustChangePassword: boolean;
}

export interface RecordSignIn {
  readonly type: 'RecordSignIn';
  readonly method: 'password';
}

export type UserCommand = CreateUser | ChangeUser | ChangePassword | RecordSignIn;

type Existing = Exclude<UserState, { readonly status: 'none' }>;

const existing = (state: UserState): Existing => {
  if (state.status === 'none')
    throw new DomainError(identityErrors['identity.user-not-found'], {
      detail: 'There is no user with this id.',
    });
  return state;
};

const active = (state: UserState): Existing => {
  const user = existing(state);
  if (user.status === 'disabled')
    throw new DomainError(identityErrors['identity.user-disabled'], {
      detail: 'The user is disabled. An administrator can enable it again.',
    });
  return user;
};

const create = ({ role, mustChangePassword }: CreateUser, state: UserState): readonly UserEvent[] => {
  if (state.status !== 'none')
    throw new DomainError(identityErrors['identity.user-already-exists'], {
      detail: 'A user with this id was created before.',
    });
  return [{ type: 'UserCreated', data: { role, mustChangePassword } }];
};

const changeRole = (role: Role, user: Existing): UserEvent => {
  if (user.role === role)
    throw new DomainError(identityErrors['identity.role-unchanged'], {
      detail: `The user has the role ${role} already.`,
    });
  return { type: 'UserRoleChanged', data: { role } };
};

const disable = (user: Existing): UserEvent => {
  active(user);
  return { type: 'UserDisabled', data: {} };
};

const enable = (user: Existing): UserEvent => {
  if (user.status !== 'disabled')
    throw new DomainError(identityErrors['identity.user-not-disabled'], {
      detail: 'The user is not disabled: there is nothing to enable.',
    });
  return { type: 'UserEnabled', data: {} };
};

const change = ({ role, disabled, ownAccount }: ChangeUser, state: UserState): readonly UserEvent[] => {
  const user = existing(state);
  if (ownAccount)
    throw new DomainError(identityErrors['identity.own-account'], {
      detail: 'Nobody changes the role of the own account or disables it. Ask another administrator.',
    });
  return [
    ...(role === undefined ? [] : [changeRole(role, user)]),
    ...(disabled === undefined ? [] : [disabled ? disable(user) : enable(user)]),
  ];
};

const decide = (command: UserCommand, state: UserState): readonly UserEvent[] => {
  switch (command.type) {
    case 'CreateUser':
      return create(command, state);
    case 'ChangeUser':
      return change(command, state);
    case 'ChangePassword':
      active(state);
      return [{ type: 'PasswordChanged', data: { mustChangePassword: command.mustChangePassword } }];
    case 'RecordSignIn':
      active(state);
      return [{ type: 'SignedIn', data: { method: command.method } }];
  }
};

export const userDecider: Decider<UserState, UserCommand, UserEvent> = {
  context: 'identity',
  aggregate: 'user',
  stateVersion: 1,
  initialState,
  decide,
  evolve,
};
