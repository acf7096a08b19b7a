import type { Role, UserEvent } from '@tutti/contracts/identity';
import type { Projection } from '@tutti/kernel';

/** What the log knows of a user. The name is not there: `Persons` has it. */
export interface UserRow {
  readonly id: string;
  readonly role: Role;
  readonly disabled: boolean;
  readonly mustChangePassword: boolean;
  /** Milliseconds since 1970, as is the next one. */
  readonly createdAt: number;
  readonly lastSignedInAt: number | null;
  readonly version: number;
}

const changes = (row: UserRow, event: UserEvent, time: number): Partial<UserRow> => {
  switch (event.type) {
    case 'UserCreated':
      return {};
    case 'UserRoleChanged':
      return { role: event.data.role };
    case 'UserDisabled':
      return { disabled: true };
    case 'UserEnabled':
      return { disabled: false };
    case 'PasswordChanged':
      return { mustChangePassword: event.data.mustChangePassword };
    case 'SignedIn':
      return { lastSignedInAt: time };
  }
};

export const userListProjection: Projection<UserRow, UserEvent> = {
  name: 'user-list',
  version: 1,
  subjects: ['evt.identity.user.*'],
  handles: ['UserCreated', 'UserRoleChanged', 'UserDisabled', 'UserEnabled', 'PasswordChanged', 'SignedIn'],
  key: ({ aggregateId }) => aggregateId,
  project: (row, { event, aggregateId, aggregateVersion, time }) => {
    const at = time.getTime();
    const before: UserRow | undefined =
      event.type === 'UserCreated'
        ? { id: aggregateId, ...event.data, disabled: false, createdAt: at, lastSignedInAt: null, version: 0 }
        : row;
    return before && { ...before, ...changes(before, event, at), version: aggregateVersion };
  },
};
