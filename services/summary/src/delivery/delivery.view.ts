import type {
  deliveriesQuery,
  Delivery,
  DeliveryAttempt,
  DeliveryDetail,
  DeliveryEvent,
  DeliveryStatus,
} from '@tutti/contracts/summary';
import type { EventLog } from '@tutti/event-store';
import type { Recorded } from '@tutti/kernel';
import { liveRows } from '@tutti/runtime';
import { listPage, type ListSpec, type PageTokens } from '@tutti/service-kit';
import type { DataSource, SelectQueryBuilder } from 'typeorm';
import type { z } from 'zod';
import { channelListProjection } from '../channel/channel-list.projection';
import { channelListTable } from '../channel/channel-list.table';
import type { Projections } from '../open-projections';
import { deliveryListProjection, type DeliveryRow } from './delivery-list.projection';
import { deliveryListTable } from './delivery-list.table';
import { shownDelivery } from './shown-delivery';

const spec: ListSpec<DeliveryRow> = {
  name: 'deliveries',
  fields: {},
  sorts: {},
  defaultSort: [{ column: 'row.requestedAt', value: ({ requestedAt }) => requestedAt, direction: 'DESC' }],
  unique: { column: 'row.id', value: ({ id }) => id, direction: 'DESC' },
};

const begun = (attempt: number, at: Date): DeliveryAttempt => ({
  ...{ attempt, at: at.toISOString(), endedAt: null, httpStatus: null, failure: null },
  ...{ retryAt: null, bytes: null },
});

/** Attempts as their events tell them. */
const historyOf = (recorded: readonly Recorded<DeliveryEvent>[]): readonly DeliveryAttempt[] => {
  const attempts = new Map<number, DeliveryAttempt>();
  for (const { event, time } of recorded) {
    const endedAt = time.toISOString();
    if (event.type === 'DeliveryAttempted') attempts.set(event.data.attempt, begun(event.data.attempt, time));
    if (event.type === 'DeliveryAccepted') {
      const { attempt, httpStatus, bytes } = event.data;
      attempts.set(attempt, {
        ...(attempts.get(attempt) ?? begun(attempt, time)),
        endedAt,
        httpStatus,
        bytes,
      });
    }
    if (event.type === 'DeliveryFailed') {
      const { attempt, failure, retryAt = null } = event.data;
      const told = { endedAt, failure, retryAt, httpStatus: failure.httpStatus ?? null };
      attempts.set(attempt, { ...(attempts.get(attempt) ?? begun(attempt, time)), ...told });
    }
  }
  return [...attempts.values()];
};

export interface DeliveryViewParts {
  readonly database: DataSource;
  readonly log: Pick<EventLog, 'loadConfirmed'>;
  readonly projections: Pick<Projections, 'channels' | 'deliveries'>;
}

/** What went out, and what did not. */
export class DeliveryView {
  constructor(private readonly parts: DeliveryViewParts) {}

  async page(
    { channelId, status, date, ...query }: z.output<typeof deliveriesQuery>,
    position: number,
    tokens: PageTokens,
  ) {
    await this.#passed(position);
    const rows = liveRows(this.parts.database, deliveryListTable, deliveryListProjection);
    if (channelId !== undefined) rows.andWhere('row.channelId = :channelId', { channelId });
    if (date !== undefined) rows.andWhere('row.day = :date', { date });
    if (status !== undefined) await this.#withStatus(rows, status);
    const scope = [channelId ?? '', status ?? '', date ?? ''];
    const { items, nextPageToken } = await listPage(rows, spec, query, { tokens, scope });
    return { items: await this.#named(items), nextPageToken };
  }

  async find(
    id: string,
    position: number,
  ): Promise<{ readonly detail: DeliveryDetail; readonly version: number } | undefined> {
    await this.#passed(position);
    const row = await liveRows(this.parts.database, deliveryListTable, deliveryListProjection)
      .andWhere('row.id = :id', { id })
      .getOne();
    if (!row) return undefined;
    const [delivery] = await this.#named([row]);
    const commits = await this.parts.log.loadConfirmed(`evt.summary.delivery.${id}`, 0);
    const events = commits.flatMap((commit) => commit.events as readonly Recorded<DeliveryEvent>[]);
    const requested = events.find(({ event }) => event.type === 'DeliveryRequested')?.event.data;
    if (!delivery || !requested || !('message' in requested)) return undefined;
    const history = [...historyOf(events)];
    return { detail: { ...delivery, history, message: requested.message }, version: row.version };
  }

  /** As it is shown: what would be tried again waits while its channel needs attention. */
  async #withStatus(rows: SelectQueryBuilder<DeliveryRow>, status: DeliveryStatus): Promise<void> {
    const channels = await liveRows(this.parts.database, channelListTable, channelListProjection).getMany();
    const held = channels.filter(({ attention }) => attention !== null).map(({ id }) => id);
    if (held.length === 0 || (status !== 'waiting' && status !== 'retrying'))
      return void rows.andWhere('row.status = :status', { status });
    const its = status === 'waiting' ? 'OR row.status = :again AND' : 'AND NOT';
    rows.andWhere(`(row.status = :status ${its} row.channelId IN (:...held))`, {
      status,
      held,
      again: 'retrying',
    });
  }

  async #passed(position: number): Promise<void> {
    const { channels, deliveries } = this.parts.projections;
    await deliveries.waitFor(position);
    await channels.waitFor(position);
  }

  async #named(rows: readonly DeliveryRow[]): Promise<Delivery[]> {
    if (rows.length === 0) return [];
    const channels = await liveRows(this.parts.database, channelListTable, channelListProjection)
      .andWhere('row.id IN (:...ids)', { ids: [...new Set(rows.map(({ channelId }) => channelId))] })
      .getMany();
    const byId = new Map(channels.map((channel) => [channel.id, channel]));
    return rows.flatMap((row) => {
      const channel = byId.get(row.channelId);
      return channel ? [shownDelivery(row, channel)] : [];
    });
  }
}
