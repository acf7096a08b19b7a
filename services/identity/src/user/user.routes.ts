import { commonErrors } from '@tutti/contracts/common';
import {
  changePassword,
  changeUser,
  createUser,
  identityErrors,
  session,
  user,
  userList,
} from '@tutti/contracts/identity';
import { defineRoute, listQuery } from '@tutti/service-kit';
import { z } from 'zod';

const params = z.object({ id: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, 'must be the id of a user') });

export const list = defineRoute({
  method: 'GET',
  path: '',
  permission: 'users:read',
  summary: 'List users',
  query: z.strictObject(listQuery),
  response: userList,
});

export const create = defineRoute({
  method: 'POST',
  path: '',
  permission: 'users:manage',
  summary: 'Create a user',
  body: createUser,
  response: user,
  status: 201,
  command: true,
  errors: [
    commonErrors['name.taken'],
    identityErrors['identity.user-already-exists'],
    identityErrors['identity.password-too-common'],
  ],
});

export const me = defineRoute({
  method: 'GET',
  path: '',
  permission: 'signed-in',
  duringPasswordChange: true,
  summary: 'Show the own account',
  response: user,
});

export const password = defineRoute({
  method: 'PUT',
  path: 'password',
  permission: 'signed-in',
  duringPasswordChange: true,
  summary: 'Change the own password',
  description: 'Ends all sessions of the user and answers with a new one.',
  body: changePassword,
  response: session,
  errors: [
    identityErrors['identity.wrong-password'],
    identityErrors['identity.password-too-common'],
    identityErrors['identity.password-unchanged'],
    identityErrors['identity.user-disabled'],
    commonErrors['request.rate-limited'],
  ],
});

export const get = defineRoute({
  method: 'GET',
  path: ':id',
  permission: 'users:read',
  summary: 'Show a user',
  params,
  response: user,
  errors: [identityErrors['identity.user-not-found']],
});

export const change = defineRoute({
  method: 'PATCH',
  path: ':id',
  permission: 'users:manage',
  summary: "Change a user's role, disable or enable a user",
  description:
    'Whoever is disabled loses all sessions; access tokens that were given out end within 10 minutes.',
  params,
  body: changeUser,
  response: user,
  command: true,
  ifMatch: true,
  errors: [
    identityErrors['identity.user-not-found'],
    identityErrors['identity.user-disabled'],
    identityErrors['identity.user-not-disabled'],
    identityErrors['identity.role-unchanged'],
    identityErrors['identity.own-account'],
  ],
});
