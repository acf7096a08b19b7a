import { Controller, Inject } from '@nestjs/common';
import {
  answer,
  commandAnswer,
  commandOptions,
  Input,
  PageTokens,
  Route,
  type RouteInput,
} from '@tutti/service-kit';
import { Accounts } from './accounts';
import { UserListView } from './user-list.view';
import * as routes from './user.routes';

@Controller('api/v1/users')
export class UserController {
  constructor(
    @Inject(Accounts) private readonly accounts: Accounts,
    @Inject(UserListView) private readonly users: UserListView,
    @Inject(PageTokens) private readonly pageTokens: PageTokens,
  ) {}

  @Route(routes.list)
  list(@Input() { query, position }: RouteInput<typeof routes.list>) {
    return this.users.page(query, position, this.pageTokens);
  }

  @Route(routes.create)
  async create(@Input() input: RouteInput<typeof routes.create>) {
    await this.accounts.assertMayManage(input.principal.id);
    const { id, position } = await this.accounts.create(input.body, commandOptions(input));
    const user = await this.users.get(id, position);
    return commandAnswer(user, { position, version: user.version }, { location: `/api/v1/users/${id}` });
  }

  @Route(routes.get)
  async get(@Input() { params, position }: RouteInput<typeof routes.get>) {
    const user = await this.users.get(params.id, position);
    return answer(user, { version: user.version });
  }

  @Route(routes.change)
  async change(@Input() input: RouteInput<typeof routes.change>) {
    const { params, body, principal } = input;
    await this.accounts.assertMayManage(principal.id);
    const handled = await this.accounts.change(params.id, body, principal.id, commandOptions(input));
    return commandAnswer(await this.users.get(params.id, handled.position), handled);
  }
}
