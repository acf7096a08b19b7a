import { Controller, Inject } from '@nestjs/common';
import { identityErrors, type User } from '@tutti/contracts/identity';
import { DomainError } from '@tutti/kernel';
import {
  answer,
  commandAnswer,
  commandOptions,
  Input,
  PageTokens,
  Route,
  Vault,
  type RouteInput,
} from '@tutti/service-kit';
import { SECURE_COOKIES, sessionAnswer } from '../session/session-answer';
import { SignIn } from '../session/sign-in';
import { Accounts } from './accounts';
import { keyedCommandId } from './keyed-command-id';
import { UserListView } from './user-list.view';
import * as routes from './user.routes';

@Controller('api/v1/users')
export class UserController {
  constructor(
    @Inject(Accounts) private readonly accounts: Accounts,
    @Inject(UserListView) private readonly users: UserListView,
    @Inject(SignIn) private readonly signIn: SignIn,
    @Inject(Vault) private readonly vault: Vault,
    @Inject(PageTokens) private readonly pageTokens: PageTokens,
    @Inject(SECURE_COOKIES) private readonly secure: boolean,
  ) {}

  @Route(routes.list)
  list(@Input() { query, position }: RouteInput<typeof routes.list>) {
    return this.users.page(query, position, this.pageTokens);
  }

  @Route(routes.create)
  async create(@Input() input: RouteInput<typeof routes.create>) {
    const { body, commandId, metadata, principal } = input;
    await this.accounts.assertMayManage(principal.id);
    const options = { ...keyedCommandId(this.vault, commandId, body), metadata };
    const { id, position } = await this.accounts.create(body, options);
    const user = await this.find(id, position);
    return commandAnswer(user, { position, version: user.version }, { location: `/api/v1/users/${id}` });
  }

  @Route(routes.me)
  async me(@Input() { principal, position }: RouteInput<typeof routes.me>) {
    const user = await this.find(principal.id, position);
    return answer(user, { version: user.version });
  }

  @Route(routes.password)
  async password(@Input() { body, principal, address, metadata }: RouteInput<typeof routes.password>) {
    const { id } = principal;
    await this.accounts.changePassword(id, { current: body.current, next: body.new, address }, { metadata });
    return sessionAnswer(await this.signIn.anew(id), this.secure);
  }

  @Route(routes.get)
  async get(@Input() { params, position }: RouteInput<typeof routes.get>) {
    const user = await this.find(params.id, position);
    return answer(user, { version: user.version });
  }

  @Route(routes.change)
  async change(@Input() input: RouteInput<typeof routes.change>) {
    const { params, body, principal } = input;
    await this.accounts.assertMayManage(principal.id);
    const handled = await this.accounts.change(params.id, body, principal.id, commandOptions(input));
    return commandAnswer(await this.find(params.id, handled.position), handled);
  }

  private async find(id: string, position: number): Promise<User> {
    const user = await this.users.find(id, position);
    if (user) return user;
    throw new DomainError(identityErrors['identity.user-not-found'], {
      detail: 'There is no user with this id.',
    });
  }
}
