import { createHash } from 'node:crypto';
import { forUpdate, transaction } from '@tutti/database';
import type { Aggregates } from '@tutti/event-store';
import { IsNull, LessThan, type DataSource } from 'typeorm';
import { deviceDecider } from '../device/device.decider';
import { warningTable, type Gathered, type WarningRow } from './warning.table';

export interface WarningRules {
  /** Warnings are gathered for so long before the log hears of them. */
  readonly gatherMs: number;
  /** Of the same device and model it hears again only after so long, of all that came meanwhile. */
  readonly pauseMs: number;
  /** Of one device in that time, whatever models it names; the others wait. */
  readonly mostPerDevice: number;
}

type Key = Pick<WarningRow, 'deviceId' | 'model' | 'modelVersion'>;

const keyOf = ({ deviceId, model, modelVersion }: Key): Key => ({ deviceId, model, modelVersion });

/** The same for every attempt to tell of the same results. */
const commandIdOf = (key: Key, { since, until }: Gathered, toldAt: number | null): string =>
  createHash('sha256')
    .update(JSON.stringify(['warned', key.deviceId, key.model, key.modelVersion, since, until, toldAt]))
    .digest('base64url');

const gatheredOf = ({ results, lowest, below, since, until }: WarningRow): Gathered | undefined =>
  lowest === null || below === null || since === null || until === null
    ? undefined
    : { results, lowest, below, since, until };

const empty = { results: 0, lowest: null, below: null, since: null, until: null };

/**
 * Tells the log that a device's results were below its warning score: once for many. What is told is taken out first,
 * so that nothing is told twice and nothing that comes meanwhile is lost.
 */
export class WarningReporter {
  constructor(
    private readonly database: DataSource,
    private readonly aggregates: Aggregates,
    private readonly rules: WarningRules,
  ) {}

  async pass(watermark: number): Promise<void> {
    const byDevice = Map.groupBy(await this.#due(watermark), ({ deviceId }) => deviceId);
    const rows = [...byDevice.values()].flatMap((all) => all.slice(0, this.rules.mostPerDevice));
    const failed: unknown[] = [];
    for (const row of rows) await this.#report(row, watermark).catch((error: unknown) => failed.push(error));
    if (failed.length > 0) throw new AggregateError(failed, 'Some warnings could not be told of');
  }

  /** Forgets of what models nothing is to be told. */
  async forgetIdle(watermark: number): Promise<void> {
    await transaction(this.database, (manager) =>
      manager.delete(warningTable, {
        results: 0,
        telling: IsNull(),
        toldAt: LessThan(watermark - this.rules.pauseMs),
      }),
    );
  }

  async #report(row: WarningRow, watermark: number): Promise<void> {
    const telling = row.telling ?? (await this.#take(row));
    if (telling) await this.#tell(row, telling, watermark);
  }

  #due(watermark: number): Promise<WarningRow[]> {
    const { gatherMs, pauseMs, mostPerDevice } = this.rules;
    const query = this.database.createQueryBuilder(warningTable, 'row');
    const toldEnough = query
      .subQuery()
      .select('told.deviceId')
      .from(warningTable, 'told')
      .where('told.toldAt > :told')
      .groupBy('told.deviceId')
      .having('COUNT(*) >= :mostPerDevice')
      .getQuery();
    return query
      .where('row.telling IS NOT NULL')
      .orWhere(
        `row.results > 0 AND row.since <= :since AND (row.toldAt IS NULL OR row.toldAt <= :told) AND row.deviceId NOT IN ${toldEnough}`,
      )
      .setParameters({ since: watermark - gatherMs, told: watermark - pauseMs, mostPerDevice })
      .orderBy('row.since', 'ASC')
      .limit(500)
      .getMany();
  }

  #take(row: WarningRow): Promise<Gathered | undefined> {
    const where = keyOf(row);
    return transaction(this.database, async (manager) => {
      const now = await manager.findOneOrFail(warningTable, { where, ...forUpdate(manager) });
      const telling = now.telling ?? gatheredOf(now);
      if (telling && now.telling === null) await manager.update(warningTable, where, { ...empty, telling });
      return telling;
    });
  }

  async #tell(row: WarningRow, telling: Gathered, watermark: number): Promise<void> {
    const { deviceId, model, modelVersion, toldAt } = row;
    const { results: count, lowest, below, since, until } = telling;
    const warnings = { model, modelVersion, below, count, windowMs: Math.max(0, until - since), lowest };
    const metadata = { authId: 'process:warnings' };
    const commandId = commandIdOf(row, telling, toldAt);
    const options = { metadata, commandId };
    await this.aggregates.handle(deviceDecider, deviceId, { type: 'ReportWarnings', warnings }, options);
    await transaction(this.database, (manager) =>
      manager.update(warningTable, keyOf(row), { telling: null, toldAt: watermark }),
    );
  }
}
