import { transaction } from '@tutti/database';
import type { DataSource, EntityManager } from 'typeorm';
import type { DeadLetter, DeadLetters } from './dead-letters';
import { inputFromJson } from './process-input.json';
import { outboxTable, parkedInputTable, parkedTable, type OutboxRow, type ParkedRow } from './process.table';
import type { Clock, DomainEvent, ProcessInput } from '@tutti/kernel';

/** An instance that waits for a person, with what it waits for. */
export interface ParkedInstance {
  readonly instanceId: string;
  readonly parkedAt: Date;
  readonly error: string;
  readonly failed: Pick<OutboxRow, 'id' | 'attempts' | 'outgoing'> | null;
  /** Events and timers that came since. */
  readonly waiting: number;
}

const describe = async (manager: EntityManager, row: ParkedRow): Promise<ParkedInstance> => {
  const { process, instanceId, parkedAt, error, outgoingId } = row;
  const found =
    outgoingId === null ? null : await manager.findOneBy(outboxTable, { process, id: outgoingId });
  const failed = found && { id: found.id, attempts: found.attempts, outgoing: found.outgoing };
  const waiting = await manager.countBy(parkedInputTable, { process, instanceId });
  return { instanceId, parkedAt, error, failed, waiting };
};

export const listParked = async (
  database: DataSource,
  process: string,
): Promise<readonly ParkedInstance[]> => {
  const rows = await database.manager.find(parkedTable, {
    where: { process },
    order: { parkedAt: 'ASC', instanceId: 'ASC' },
  });
  return Promise.all(rows.map((row) => describe(database.manager, row)));
};

interface Announcement {
  readonly database: DataSource;
  readonly service: string;
  readonly process: string;
  readonly deadLetters: DeadLetters;
  readonly clock: Clock;
}

/** Publishes a dead letter for every parked instance that has none: at least once. */
const announceParked = async (announcement: Announcement): Promise<void> => {
  const { database, service, process, deadLetters } = announcement;
  for (const row of await database.manager.findBy(parkedTable, { process, announced: false })) {
    const { instanceId, parkedAt, error, failed } = await describe(database.manager, row);
    const letter: DeadLetter = {
      service,
      process,
      instanceId,
      parkedAt: parkedAt.toISOString(),
      error,
      failed,
    };
    await deadLetters.publish(letter);
    const announced = { process, instanceId };
    await transaction(database, (manager) => manager.update(parkedTable, announced, { announced: true }));
  }
};

/** Of what is never parked: two minutes, by the usual pauses between them. */
const FAILURES_TOLD = 8;

/**
 * Publishes a dead letter for the oldest effect that fails again and again without being parked, unless that is the one of
 * which it was said before; answers with the id of the one of which it is known now.
 */
const announceFailing = async (
  { database, service, process, deadLetters, clock }: Announcement,
  known: string | undefined,
): Promise<string | undefined> => {
  const row = await database
    .createQueryBuilder(outboxTable, 'o')
    .where('o.process = :process AND o.attempts >= :told', { process, told: FAILURES_TOLD })
    .andWhere(
      `NOT EXISTS (SELECT 1 FROM process_parked p WHERE p.process = o.process AND p.instance_id = o.instance_id)`,
    )
    .orderBy('o.sequence')
    .limit(1)
    .getOne();
  if (!row || row.id === known) return row?.id;
  const { id, instanceId, attempts, outgoing, error } = row;
  await deadLetters.publish({
    ...{ service, process, instanceId, parkedAt: clock.now().toISOString(), error: error ?? '' },
    ...{ failed: { id, attempts, outgoing }, goesOn: true },
  });
  return id;
};

/** Makes known, each time that it is called, what is not known yet. */
export const announcer = (announcement: Announcement): (() => Promise<void>) => {
  let failing: string | undefined;
  return async () => {
    await announceParked(announcement);
    failing = await announceFailing(announcement, failing);
  };
};

/** Takes an instance out of its parking place; answers with what came in the meantime, in order. */
export const unpark = async <Event extends DomainEvent>(
  manager: EntityManager,
  process: string,
  instanceId: string,
  now: Date,
): Promise<readonly ProcessInput<Event>[] | undefined> => {
  const { affected } = await manager.delete(parkedTable, { process, instanceId });
  if (affected !== 1) return undefined;
  const waiting = { process, instanceId };
  const inputs = await manager.find(parkedInputTable, { where: waiting, order: { sequence: 'ASC' } });
  await manager.delete(parkedInputTable, waiting);
  await manager.update(outboxTable, waiting, { attempts: 0, dueAt: now.getTime() });
  return inputs.map(({ input }) => inputFromJson<Event>(input));
};
