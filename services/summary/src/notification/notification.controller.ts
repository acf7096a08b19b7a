import { Controller, Inject } from '@nestjs/common';
import { commandAnswer, commandOptions, Input, PageTokens, Route, type RouteInput } from '@tutti/service-kit';
import { Notifications } from './open-notifications';
import * as routes from './notification.routes';

@Controller('api/v1/notifications')
export class NotificationController {
  constructor(
    @Inject(Notifications) private readonly notifications: Notifications,
    @Inject(PageTokens) private readonly pageTokens: PageTokens,
  ) {}

  @Route(routes.list)
  list(@Input() { query, principal, position }: RouteInput<typeof routes.list>) {
    return this.notifications.view.page(query, { userId: principal.id, position }, this.pageTokens);
  }

  @Route(routes.unread)
  unread(@Input() { principal, position }: RouteInput<typeof routes.unread>) {
    return this.notifications.view.unread({ userId: principal.id, position });
  }

  @Route(routes.read)
  async read(@Input() input: RouteInput<typeof routes.read>) {
    const { id: userId } = input.principal;
    const handled = await this.notifications.read(userId, input.body.ids, commandOptions(input));
    const { position } = handled;
    return commandAnswer(await this.notifications.view.unread({ userId, position }), handled);
  }

  @Route(routes.dismiss)
  async dismiss(@Input() input: RouteInput<typeof routes.dismiss>) {
    const { id: userId } = input.principal;
    const command = { type: 'DismissNotifications', ids: input.body.ids } as const;
    const handled = await this.notifications.handle(userId, command, commandOptions(input));
    const { position } = handled;
    return commandAnswer(await this.notifications.view.unread({ userId, position }), handled);
  }
}
