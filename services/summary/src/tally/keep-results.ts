import { forUpdate, mergeMany, transaction, upsertMany } from '@tutti/database';
import type { Received } from '@tutti/runtime';
import type { DataSource, EntityManager } from 'typeorm';
import { countResults, type Counted } from './count-results';
import {
  countedJournalTable,
  deviceResultPlan,
  deviceResultTable,
  modelResultPlan,
  modelResultTable,
  reportedModelTable,
  type CountedJournalRow,
} from './result-tally.table';
import { see } from './seen-ranges';
import type { CountedBatch } from './telemetry-batch';

type Messages = readonly Received<CountedBatch>[];

/** A device's clock may be a little ahead of ours. */
const aheadMs = 60_000;

/**
 * The day on which it happened counts, however late it comes. A clock that cannot be right says nothing: then it counts
 * when it came, and so it does when it comes again.
 */
const soundTime = (at: number, receivedAt: number, keptMs: number): number =>
  at <= receivedAt + aheadMs && at >= receivedAt - keptMs ? at : receivedAt;

const journalKey = (deviceId: string, journal: string): string => `${deviceId} ${journal}`;

/** Asked for by pairs: of two lists every combination would be looked up. */
const storedJournals = async (
  manager: EntityManager,
  messages: Messages,
): Promise<Map<string, CountedJournalRow>> => {
  const keys = new Map(
    messages.map(({ deviceId, body: { journal } }) => [journalKey(deviceId, journal), { deviceId, journal }]),
  );
  const rows = await manager.find(countedJournalTable, { where: [...keys.values()], ...forUpdate(manager) });
  return new Map(rows.map((row) => [journalKey(row.deviceId, row.journal), row]));
};

/** What was not counted before; the journals remember it then. */
const freshOf = (messages: Messages, journals: Map<string, CountedJournalRow>, keptMs: number): Counted[] =>
  messages.flatMap(({ deviceId, receivedAt, body: { journal, places, entries } }) => {
    const key = journalKey(deviceId, journal);
    const { ranges, fresh } = see(journals.get(key)?.ranges ?? [], places);
    const heardAt = receivedAt.getTime();
    journals.set(key, { deviceId, journal, ranges, heardAt });
    const firsts = new Map(entries.filter(({ seq }) => fresh.has(seq)).map((entry) => [entry.seq, entry]));
    return [...firsts.values()].map((entry) => ({
      deviceId,
      at: soundTime(entry.at, heardAt, keptMs),
      entry,
    }));
  });

/** Counts results and failures, each once, however often and in whatever order messages come. `keptMs`: how long sums live. */
export const keepResults =
  (database: DataSource, keptMs: number) =>
  (messages: Messages): Promise<void> =>
    transaction(database, async (manager) => {
      const journals = await storedJournals(manager, messages);
      const { devices, models, reported } = countResults(freshOf(messages, journals, keptMs));
      await mergeMany(manager, deviceResultTable, devices, deviceResultPlan);
      await mergeMany(manager, modelResultTable, models, modelResultPlan);
      await upsertMany(manager, reportedModelTable, reported, ['digest']);
      await upsertMany(manager, countedJournalTable, [...journals.values()], ['deviceId', 'journal']);
    });
