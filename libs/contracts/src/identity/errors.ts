import { defineErrors } from '../common';

export const identityErrors = defineErrors({
  'identity.wrong-credentials': ['unauthenticated', 'Name or password is wrong'],
  'identity.wrong-password': ['unprocessable', 'The current password is wrong'],
  'identity.session-ended': ['unauthenticated', 'The session has ended'],
  'identity.password-change-required': ['forbidden', 'The password must be changed first'],
  'identity.password-too-common': ['unprocessable', 'The password is too common'],
  'identity.password-unchanged': ['unprocessable', 'The new password equals the old one'],
  'identity.user-not-found': ['not-found', 'There is no such user'],
  'identity.user-already-exists': ['already-exists', 'The user exists already'],
  'identity.user-disabled': ['illegal-state', 'The user is disabled'],
  'identity.user-not-disabled': ['illegal-state', 'The user is not disabled'],
  'identity.role-unchanged': ['illegal-state', 'The user has this role already'],
  'identity.own-account': ['illegal-state', 'Not possible on your own account'],
});
