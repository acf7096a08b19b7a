import { Controller, Inject } from '@nestjs/common';
import { answer, Input, Route, type RouteInput } from '@tutti/service-kit';
import { SECURE_COOKIES, sessionAnswer } from '../session/session-answer';
import { SignIn } from '../session/sign-in';
import { Accounts } from './accounts';
import { UserListView } from './user-list.view';
import * as routes from './user.routes';

@Controller('api/v1/users/me')
export class OwnAccountController {
  constructor(
    @Inject(Accounts) private readonly accounts: Accounts,
    @Inject(UserListView) private readonly users: UserListView,
    @Inject(SignIn) private readonly signIn: SignIn,
    @Inject(SECURE_COOKIES) private readonly secure: boolean,
  ) {}

  @Route(routes.me)
  async me(@Input() { principal, position }: RouteInput<typeof routes.me>) {
    const user = await this.users.get(principal.id, position);
    return answer(user, { version: user.version });
  }

  @Route(routes.password)
  async password(@Input() { body, principal, address, metadata }: RouteInput<typeof routes.password>) {
    const { id } = principal;
    await this.accounts.changePassword(id, { current: body.current, next: body.new, address }, { metadata });
    return sessionAnswer(await this.signIn.anew(id), this.secure);
  }
}
