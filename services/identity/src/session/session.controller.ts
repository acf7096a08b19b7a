import { Controller, Inject } from '@nestjs/common';
import { commonErrors } from '@tutti/contracts/common';
import { identityErrors, session, signIn } from '@tutti/contracts/identity';
import { defineRoute, Input, Route, type RouteInput } from '@tutti/service-kit';
import { endedSessionAnswer, refreshCookieName, SECURE_COOKIES, sessionAnswer } from './session-answer';
import { SignIn } from './sign-in';

const create = defineRoute({
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

const refresh = defineRoute({
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

const end = defineRoute({
  method: 'DELETE',
  path: 'current',
  permission: 'public',
  summary: 'Sign out',
  description:
    'Ends the session of the refresh cookie. Access tokens that were given out end within 10 minutes.',
});

@Controller('api/v1/sessions')
export class SessionController {
  constructor(
    @Inject(SignIn) private readonly signIn: SignIn,
    @Inject(SECURE_COOKIES) private readonly secure: boolean,
  ) {}

  @Route(create)
  async create(@Input() { body, address, metadata }: RouteInput<typeof create>) {
    return sessionAnswer(await this.signIn.withPassword({ ...body, address }, metadata), this.secure);
  }

  @Route(refresh)
  async refresh(@Input() { cookies }: RouteInput<typeof refresh>) {
    return sessionAnswer(await this.signIn.refresh(cookies[refreshCookieName]), this.secure);
  }

  @Route(end)
  async end(@Input() { cookies }: RouteInput<typeof end>) {
    await this.signIn.signOut(cookies[refreshCookieName]);
    return endedSessionAnswer(this.secure);
  }
}
