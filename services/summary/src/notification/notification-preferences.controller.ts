import { Controller, Inject } from '@nestjs/common';
import { commandAnswer, commandOptions, Input, Route, type RouteInput } from '@tutti/service-kit';
import { Notifications } from './open-notifications';
import * as routes from './notification.routes';

@Controller('api/v1/notification-preferences')
export class NotificationPreferencesController {
  constructor(@Inject(Notifications) private readonly notifications: Notifications) {}

  @Route(routes.preferences)
  get(@Input() { principal, position }: RouteInput<typeof routes.preferences>) {
    return this.notifications.view.preferences({ userId: principal.id, position });
  }

  @Route(routes.setPreferences)
  async set(@Input() input: RouteInput<typeof routes.setPreferences>) {
    const command = { type: 'ChangePreferences', preferences: input.body } as const;
    const handled = await this.notifications.handle(input.principal.id, command, commandOptions(input));
    return commandAnswer(input.body, handled);
  }
}
