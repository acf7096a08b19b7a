import type { UserEvent } from '@tutti/contracts/identity';
import type { Recorded } from '@tutti/kernel';
import { expect, test } from 'vitest';
import { userListProjection, type UserRow } from './user-list.projection';

const minute = (n: number) => new Date(Date.UTC(2026, 0, 1, 0, n));

const recorded = (event: UserEvent, n: number): Recorded<UserEvent> => ({
  id: `c${n}.0`,
  context: 'identity',
  aggregate: 'user',
  aggregateId: 'u1',
  aggregateVersion: n,
  time: minute(n),
  event,
  metadata: {},
  position: n * 10,
});

const projected = (...events: readonly UserEvent[]): UserRow | undefined =>
  events
    .map((event, index) => recorded(event, index + 1))
    .reduce<UserRow | undefined>((row, event) => userListProjection.project(row, event), undefined);

const created: UserEvent = { type: 'UserCreated', data: { role: 'user', mustChangePassword: true } };

test('a row begins with the user', () => {
  expect(projected(created)).toEqual({
    id: 'u1',
    role: 'user',
    disabled: false,
    mustChangePassword: true,
    createdAt: minute(1).getTime(),
    lastSignedInAt: null,
    version: 1,
  });
});

test('follows role, password, sign-ins and being disabled', () => {
  const events: readonly UserEvent[] = [
    created,
    { type: 'SignedIn', data: { method: 'password' } },
    { type: 'PasswordChanged', data: { mustChangePassword: false } },
    { type: 'UserRoleChanged', data: { role: 'manager' } },
    { type: 'UserDisabled', data: {} },
  ];
  const row = projected(...events);
  expect(row).toMatchObject({ role: 'manager', disabled: true, mustChangePassword: false, version: 5 });
  expect(row?.lastSignedInAt).toBe(minute(2).getTime());
  expect(projected(...events, { type: 'UserEnabled', data: {} })).toMatchObject({
    disabled: false,
    version: 6,
  });
});

test('an event of a user that never began makes no row', () => {
  expect(projected({ type: 'UserDisabled', data: {} })).toBeUndefined();
});
