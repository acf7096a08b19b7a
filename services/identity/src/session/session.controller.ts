import { Controller, Inject } from '@nestjs/common';
import { Input, Route, type RouteInput } from '@tutti/service-kit';
import { endedSessionAnswer, refreshCookieName, SECURE_COOKIES, sessionAnswer } from './session-answer';
import * as routes from './session.routes';
import { SignIn } from './sign-in';

@Controller('api/v1/sessions')
export class SessionController {
  constructor(
    @Inject(SignIn) private readonly signIn: SignIn,
    @Inject(SECURE_COOKIES) private readonly secure: boolean,
  ) {}

  @Route(routes.create)
  async create(@Input() { body, address, metadata }: RouteInput<typeof routes.create>) {
    return sessionAnswer(await this.signIn.withPassword({ ...body, address }, metadata), this.secure);
  }

  @Route(routes.refresh)
  async refresh(@Input() { cookies }: RouteInput<typeof routes.refresh>) {
    return sessionAnswer(await this.signIn.refresh(cookies[refreshCookieName]), this.secure);
  }

  @Route(routes.end)
  async end(@Input() { cookies }: RouteInput<typeof routes.end>) {
    await this.signIn.signOut(cookies[refreshCookieName]);
    return endedSessionAnswer(this.secure);
  }
}
