import {
  level,
  type Notification,
  type NotificationPreferences,
  type notificationsQuery,
  type UnreadCount,
} from '@tutti/contracts/summary';
import type { Clock } from '@tutti/kernel';
import { liveRows } from '@tutti/runtime';
import { listPage, type ListSpec, type PageTokens } from '@tutti/service-kit';
import type { DataSource, SelectQueryBuilder } from 'typeorm';
import type { z } from 'zod';
import type { Projections } from '../open-projections';
import { inboxListProjection } from './inbox-list.projection';
import { initialState, type InboxState } from './inbox.state';
import { notificationListProjection, type NotificationRow } from './notification-list.projection';
import { inboxListTable, notificationListTable } from './notification-list.table';
import { toNotification } from './to-notification';

type Query = z.infer<typeof notificationsQuery>;

/** Who asks, and what of the log must be in the answer. */
interface Asker {
  readonly userId: string;
  readonly position: number;
}

const spec: ListSpec<NotificationRow> = {
  name: 'notifications',
  fields: {},
  sorts: {},
  defaultSort: [{ column: 'row.lastAt', value: ({ lastAt }) => lastAt, direction: 'DESC' }],
  unique: { column: 'row.id', value: ({ id }) => id, direction: 'DESC' },
};

const dayMs = 86_400_000;

export interface NotificationViewParts {
  readonly database: DataSource;
  readonly projections: Pick<Projections, 'notifications' | 'inboxes'>;
  readonly clock: Clock;
  /** Older ones are shown to nobody. */
  readonly notificationDays: number;
}

/** Notifications as one person sees them. */
export class NotificationView {
  constructor(private readonly parts: NotificationViewParts) {}

  async page(query: Query, { userId, position }: Asker, tokens: PageTokens) {
    const inbox = await this.#inbox(userId, position);
    const { unread = false, minimumLevel, category } = query;
    const rows = await this.#visible(inbox, position, category !== undefined);
    if (unread) this.#keepUnread(rows, inbox);
    if (minimumLevel !== undefined)
      rows.andWhere('row.severity >= :asked', { asked: level.options.indexOf(minimumLevel) });
    if (category !== undefined) rows.andWhere('row.category = :category', { category });
    const scope = [userId, unread, minimumLevel ?? null, category ?? null];
    const { items, nextPageToken } = await listPage(rows, spec, query, { tokens, scope });
    const read = new Set([...inbox.read]);
    return {
      items: items.map((row): Notification =>
        toNotification(row, row.position <= inbox.readUpTo || read.has(row.id)),
      ),
      nextPageToken,
      unread: (await this.unread({ userId, position })).unread,
    };
  }

  async unread({ userId, position }: Asker): Promise<UnreadCount> {
    const inbox = await this.#inbox(userId, position);
    const found = await this.#keepUnread(await this.#visible(inbox, position, false), inbox)
      .select('COUNT(*)', 'unread')
      .addSelect('MAX(row.severity)', 'worst')
      .getRawOne<Readonly<Record<'unread' | 'worst', number | string | null>>>();
    const worst = found?.worst ?? null;
    return {
      unread: Number(found?.unread ?? 0),
      worst: worst === null ? null : (level.options[Number(worst)] ?? null),
    };
  }

  async preferences({ userId, position }: Asker): Promise<NotificationPreferences> {
    return (await this.#inbox(userId, position)).preferences;
  }

  /** Whoever asks for a category sees it, muted or not. */
  async #visible({ preferences, dismissed }: InboxState, position: number, evenMuted: boolean) {
    const { projections, database, clock, notificationDays } = this.parts;
    await projections.notifications.waitFor(position);
    const rows = liveRows(database, notificationListTable, notificationListProjection)
      .andWhere('row.lastAt > :since', { since: clock.now().getTime() - notificationDays * dayMs })
      .andWhere('row.severity >= :least', { least: level.options.indexOf(preferences.minimumLevel) });
    const { muted } = preferences;
    if (muted.length > 0 && !evenMuted) rows.andWhere('row.category NOT IN (:...muted)', { muted });
    if (dismissed.length > 0) rows.andWhere('row.id NOT IN (:...dismissed)', { dismissed });
    return rows;
  }

  #keepUnread(rows: SelectQueryBuilder<NotificationRow>, { readUpTo, read }: InboxState) {
    rows.andWhere('row.position > :readUpTo', { readUpTo });
    return read.length > 0 ? rows.andWhere('row.id NOT IN (:...read)', { read }) : rows;
  }

  async #inbox(userId: string, position: number): Promise<InboxState> {
    const { projections, database } = this.parts;
    await projections.inboxes.waitFor(position);
    const row = await liveRows(database, inboxListTable, inboxListProjection)
      .andWhere('row.id = :userId', { userId })
      .getOne();
    return row ?? initialState;
  }
}
