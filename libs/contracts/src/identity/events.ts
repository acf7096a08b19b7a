import { z } from 'zod';
import { defineEvents, event, nameEvents, type EventOf } from '../common';
import { role } from './roles';

/** Names and hashes are not here: `person` and `vault` hold them under the user's id. */
export const userEvents = defineEvents('identity', 'user', {
  UserCreated: event(z.strictObject({ role, mustChangePassword: z.boolean() })),
  UserRoleChanged: event(z.strictObject({ role })),
  UserDisabled: event(z.strictObject({})),
  UserEnabled: event(z.strictObject({})),
  PasswordChanged: event(z.strictObject({ mustChangePassword: z.boolean() })),
  SignedIn: event(z.strictObject({ method: z.enum(['password']) })),
});
export type UserEvent = EventOf<typeof userEvents>;

export const userNameEvents = nameEvents('identity');
