import { transaction, upsertMany } from '@tutti/database';
import type { NotificationEvent, NotificationInfo } from '@tutti/contracts/summary';
import type { Aggregates } from '@tutti/event-store';
import { DomainError, type Clock } from '@tutti/kernel';
import { aggregateIdFrom } from '@tutti/service-kit';
import type { DataSource } from 'typeorm';
import { categoryOf, notificationKinds } from '../notification-codes';
import { notificationDecider, type NotificationCommand } from '../notification.decider';
import { offlineMatter } from './gather-offline';
import { causeTable, matterTable, type CauseRow, type MatterRow } from './tell.table';

export interface Batch {
  readonly id: string;
  readonly matter: string;
}

interface Parts {
  readonly database: DataSource;
  readonly aggregates: Aggregates;
  readonly clock: Clock;
  readonly workspace: string;
}

type Raised = Extract<NotificationEvent, { type: 'NotificationRaised' }>['data'];

/** What a batch amounts to. */
interface Sum {
  /** The first of them, in the order in which they happened; some are enough to name. */
  readonly rows: readonly [CauseRow, ...CauseRow[]];
  readonly last: CauseRow;
  /** How often by now, with what was told before. */
  readonly count: number;
}

const named = 20;

/** An edge that comes and goes in an outage is one of those that are offline. */
const edgesSince = async (
  { database }: Parts,
  { id: batch, matter }: Batch,
  since: number,
): Promise<number> => {
  const found = await database
    .createQueryBuilder(causeTable, 'row')
    .select('COUNT(DISTINCT row.source)', 'edges')
    .where('row.matter = :matter AND row.batch IS NOT NULL', { matter })
    .andWhere('(row.at >= :since OR row.batch = :batch)', { since, batch })
    .getRawOne<{ readonly edges: string | number }>();
  return Number(found?.edges ?? 0);
};

const countOf = async (parts: Parts, batch: Batch, first: CauseRow, before: MatterRow | null) => {
  if (batch.matter === offlineMatter) return edgesSince(parts, batch, before?.raisedAt ?? first.at);
  const times = await parts.database.manager.sum(causeTable, 'times', { batch: batch.id });
  return (before?.count ?? 0) + Number(times ?? 0);
};

const sumOf = async (parts: Parts, told: Batch, before: MatterRow | null): Promise<Sum | undefined> => {
  const { manager } = parts.database;
  const { id: batch } = told;
  const [first, ...rest] = await manager.find(causeTable, {
    where: { batch },
    order: { at: 'ASC', id: 'ASC' },
    take: named,
  });
  const last = await manager.findOne(causeTable, { where: { batch }, order: { lastAt: 'DESC', id: 'DESC' } });
  if (!first || !last) return undefined;
  return { rows: [first, ...rest], last, count: await countOf(parts, told, first, before) };
};

const nameOf = ({ tell: { source } }: CauseRow): string => (source.name || source.id).slice(0, 128);

const longestInfo = 512;

const raisedOf = ({ workspace }: Parts, { matter }: Batch, { rows, count }: Sum): Raised => {
  const [first] = rows;
  const at = new Date(first.at).toISOString();
  if (matter === offlineMatter) {
    const code = 'connectivity.devices-offline';
    const names = [...new Set(rows.map(nameOf))].join(', ').slice(0, longestInfo);
    const source = { kind: 'workspace', id: workspace, name: workspace } as const;
    const { level } = notificationKinds[code];
    return { code, category: categoryOf(code), level, source, at, info: { devices: count, names } };
  }
  const { code, level, source, info } = first.tell;
  const kind = notificationKinds[code];
  return {
    ...{ code, category: categoryOf(code), level: level ?? kind.level, at, info },
    source: { kind: kind.source, id: source.id.slice(0, 128), name: nameOf(first) },
  };
};

const infoOf = ({ matter }: Batch, { last, count }: Sum): NotificationInfo =>
  matter === offlineMatter ? { devices: count } : last.tell.info;

/** It was raised by whoever died before it could say so. */
const onlyOnce = (error: unknown): void => {
  if (!(error instanceof DomainError) || error.code !== 'notification.already-raised') throw error;
};

const metadata = { authId: 'process:notifier' };

const commandOf = (parts: Parts, batch: Batch, sum: Sum, before: MatterRow | null): NotificationCommand => {
  if (!before) return { type: 'RaiseNotification', raised: raisedOf(parts, batch, sum) };
  return {
    type: 'RepeatNotification',
    count: sum.count,
    lastAt: new Date(sum.last.lastAt).toISOString(),
    names: sum.rows.map(nameOf),
    info: infoOf(batch, sum),
  };
};

const remembered = (
  batch: Batch,
  sum: Sum,
  told: Pick<MatterRow, 'notificationId' | 'toldAt'>,
): MatterRow => ({
  ...told,
  id: batch.matter,
  code: sum.rows[0].tell.code,
  raisedAt: sum.rows[0].at,
  lastAt: sum.last.lastAt,
  repeats: 0,
  count: sum.count,
});

/** Says it in the log, then remembers that it was said. In between lies what a kill leads here again for. */
export const tellBatch = async (parts: Parts, batch: Batch, before: MatterRow | null): Promise<void> => {
  const { aggregates, clock, database } = parts;
  const sum = await sumOf(parts, batch, before);
  if (!sum) return;
  const notificationId = before?.notificationId ?? aggregateIdFrom(`notification of ${sum.rows[0].id}`);
  const command = commandOf(parts, batch, sum, before);
  const options = { commandId: batch.id, metadata };
  await aggregates.handle(notificationDecider, notificationId, command, options).catch(onlyOnce);
  const toldAt = clock.now().getTime();
  const told = remembered(batch, sum, { notificationId, toldAt });
  const { raisedAt, repeats } = before ?? { ...told, repeats: -1 };
  const row = { ...told, raisedAt, repeats: repeats + 1 };
  await transaction(database, async (manager) => {
    await manager.update(causeTable, { batch: batch.id }, { toldAt });
    await upsertMany(manager, matterTable, [row], ['id']);
  });
};
