import { commonErrors } from '@tutti/contracts/common';
import { identityErrors, session, signIn } from '@tutti/contracts/identity';
import { defineRoute } from '@tutti/service-kit';

export const create = defineRoute({
  method: 'POST',
  path: '',
  permission: 'public',
  summary: 'Sign in',
  description:
    'Answers with an access token for 10 minutes, and sets the cookies of the session. Repeated failures make the ' +
    'next attempt wait.',
  body: signIn,
  response: session,
  status: 201,
  errors: [identityErrors['identity.wrong-credentials'], commonErrors['request.rate-limited']],
});

export const refresh = defineRoute({
  method: 'POST',
  path: 'refresh',
  permission: 'public',
  summary: 'Continue a session',
  description:
    'Uses up the refresh token in the cookie and sets the next one. A token that comes a second time ends the session: ' +
    'one client must not refresh twice at once.',
  response: session,
  errors: [identityErrors['identity.session-ended']],
});

export const end = defineRoute({
  method: 'DELETE',
  path: 'current',
  permission: 'public',
  summary: 'Sign out',
  description:
    'Ends the session of the refresh cookie. Access tokens that were given out end within 10 minutes.',
});
