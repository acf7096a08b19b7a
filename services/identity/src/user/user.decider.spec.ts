import type { UserEvent } from '@tutti/contracts/identity';
import { given } from '@tutti/testing';
import { describe, expect, test } from 'vitest';
import { userDecider } from './user.decider';

const created: UserEvent = { type: 'UserCreated', data: { role: 'user', mustChangePassword: true } };
const disabled: UserEvent = { type: 'UserDisabled', data: {} };
const enabled: UserEvent = { type: 'UserEnabled', data: {} };
const create = { type: 'CreateUser', role: 'user', mustChangePassword: true } as const;
const change = { type: 'ChangeUser', ownAccount: false } as const;
const changePassword = { type: 'ChangePassword', mustChangePassword: false } as const;
const signIn = { type: 'RecordSignIn', method: 'password' } as const;

describe('creating a user', () => {
  test('says role and whether the password must be changed', () => {
    given(userDecider).when(create).gives(created);
  });

  test('is refused for an id that is taken, also by a disabled user', () => {
    given(userDecider, created).when(create).isRefused('identity.user-already-exists');
    given(userDecider, created, disabled).when(create).isRefused('identity.user-already-exists');
  });
});

describe('changing a user', () => {
  test('gives another role', () => {
    given(userDecider, created)
      .when({ ...change, role: 'manager' })
      .gives({ type: 'UserRoleChanged', data: { role: 'manager' } });
  });

  test('disables and enables', () => {
    given(userDecider, created)
      .when({ ...change, disabled: true })
      .gives(disabled);
    given(userDecider, created, disabled)
      .when({ ...change, disabled: false })
      .gives(enabled);
  });

  test('does both in one', () => {
    given(userDecider, created, disabled)
      .when({ ...change, role: 'admin', disabled: false })
      .gives({ type: 'UserRoleChanged', data: { role: 'admin' } }, enabled);
  });

  test('without a wish says nothing', () => {
    given(userDecider, created).when(change).gives();
  });

  test('is refused when it changes nothing', () => {
    given(userDecider, created)
      .when({ ...change, role: 'user' })
      .isRefused('identity.role-unchanged');
    given(userDecider, created)
      .when({ ...change, disabled: false })
      .isRefused('identity.user-not-disabled');
    given(userDecider, created, disabled)
      .when({ ...change, disabled: true })
      .isRefused('identity.user-disabled');
  });

  test('is refused for the own account and for a user that is not there', () => {
    const own = { ...change, ownAccount: true };
    given(userDecider, created)
      .when({ ...own, disabled: true })
      .isRefused('identity.own-account');
    given(userDecider, created)
      .when({ ...own, role: 'admin' })
      .isRefused('identity.own-account');
    given(userDecider)
      .when({ ...change, role: 'admin' })
      .isRefused('identity.user-not-found');
  });
});

describe('password and sign-in', () => {
  test('a new password ends the need for one', () => {
    const changed: UserEvent = { type: 'PasswordChanged', data: { mustChangePassword: false } };
    given(userDecider, created).when(changePassword).gives(changed);
    expect(given(userDecider, created, changed).state).toEqual({
      status: 'active',
      role: 'user',
      mustChangePassword: false,
    });
  });

  test('a sign-in is recorded and changes nothing', () => {
    const signedIn: UserEvent = { type: 'SignedIn', data: { method: 'password' } };
    given(userDecider, created).when(signIn).gives(signedIn);
    expect(given(userDecider, created, signedIn).state).toEqual(given(userDecider, created).state);
  });

  test.each([changePassword, signIn])('$type is refused for the disabled and the unknown', (command) => {
    given(userDecider, created, disabled).when(command).isRefused('identity.user-disabled');
    given(userDecider).when(command).isRefused('identity.user-not-found');
  });
});

test('a history that does not begin at the beginning leaves no user', () => {
  expect(given(userDecider, disabled, enabled).state).toEqual({ status: 'none' });
});
