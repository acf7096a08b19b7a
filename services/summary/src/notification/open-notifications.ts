import type { EventLog, Aggregates, HandleOptions } from '@tutti/event-store';
import { inboxDecider, type InboxCommand } from './inbox.decider';
import { NotificationView, type NotificationViewParts } from './notification.view';

interface Parts extends NotificationViewParts {
  readonly aggregates: Aggregates;
  readonly log: EventLog;
}

/** What controllers call. */
export class Notifications {
  readonly view: NotificationView;

  constructor(private readonly parts: Parts) {
    this.view = new NotificationView(parts);
  }

  handle(userId: string, command: InboxCommand, options: HandleOptions) {
    return this.parts.aggregates.handle(inboxDecider, userId, command, options);
  }

  /** Some, or all that were raised up to now. */
  async read(userId: string, ids: readonly string[] | undefined, options: HandleOptions) {
    if (ids) return this.handle(userId, { type: 'ReadNotifications', ids }, options);
    const position = await this.parts.log.lastPosition(['evt.summary.notification.*']);
    return this.handle(userId, { type: 'ReadUpTo', position }, options);
  }
}
