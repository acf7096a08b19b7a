import { sweepOldRows, transaction } from '@tutti/database';
import type { Clock } from '@tutti/kernel';
import { workInRounds, type LedWork, type Logger, type Term } from '@tutti/runtime';
import { usedTokenTable } from '@tutti/service-kit';
import { In, type DataSource } from 'typeorm';
import { sizeOf, type FrameCaps, type Size } from './frame-size';
import { frameTable } from './frame.table';

export interface FrameRetentionParts {
  readonly database: DataSource;
  /** For ages: one that jumps must not age everything. */
  readonly steady: Clock;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly days: number;
  readonly caps: FrameCaps;
}

const everyMs = 600_000;
const dayMs = 86_400_000;
/** Rows per transaction: writers never wait long. */
const chunk = 500;
/** What full means is taken down to this, so that new pictures have room at once. */
const leftShare = 0.9;

/** Forgets frames by age, and the oldest where there are too many. What their bytes are needed for else is the blob sweep's to ask. */
export class FrameRetention implements LedWork {
  readonly name = 'frame-retention';

  constructor(private readonly parts: FrameRetentionParts) {}

  lead(term: Term): Promise<void> {
    const { logger } = this.parts;
    const trouble = 'Old frames could not be deleted; trying on';
    return workInRounds(term, { everyMs, logger, trouble }, (signal) => this.pass(signal));
  }

  follow(): Promise<void> {
    return Promise.resolve();
  }

  async pass(signal: AbortSignal): Promise<number> {
    const { database, steady, clock, logger, days, caps } = this.parts;
    const before = new Date(steady.now().getTime() - days * dayMs);
    let deleted = await sweepOldRows(database, { table: frameTable, field: 'receivedAt', before }, signal);
    for (const deviceId of await this.#crowded())
      deleted += await this.#shrink(await sizeOf(database, deviceId), caps.device, { deviceId, signal });
    deleted += await this.#shrink(await sizeOf(database), caps.all, { signal });
    await sweepOldRows(database, { table: usedTokenTable, field: 'until', before: clock.now() }, signal);
    if (deleted > 0) logger.info({ deleted }, 'Old frames were deleted');
    return deleted;
  }

  async #crowded(): Promise<readonly string[]> {
    const { count, bytes } = this.parts.caps.device;
    const rows = await this.parts.database
      .createQueryBuilder(frameTable, 'row')
      .select('row.deviceId', 'deviceId')
      .groupBy('row.deviceId')
      .having('COUNT(*) >= :count OR SUM(row.bytes) >= :bytes', { count, bytes })
      .getRawMany<{ deviceId: string }>();
    return rows.map(({ deviceId }) => deviceId);
  }

  /** The oldest go. */
  async #shrink(
    size: Size,
    cap: Size,
    { deviceId, signal }: { readonly deviceId?: string; readonly signal: AbortSignal },
  ): Promise<number> {
    if (size.count < cap.count && size.bytes < cap.bytes) return 0;
    let left = size;
    const isDone = (): boolean => left.count <= cap.count * leftShare && left.bytes <= cap.bytes * leftShare;
    while (!isDone() && !signal.aborted) {
      const ids: string[] = [];
      for (const row of await this.#oldest(deviceId)) {
        if (isDone()) break;
        ids.push(row.id);
        left = { count: left.count - 1, bytes: left.bytes - row.bytes };
      }
      if (ids.length === 0) break;
      await transaction(this.parts.database, (manager) => manager.delete(frameTable, { id: In(ids) }));
    }
    return size.count - left.count;
  }

  async #oldest(
    deviceId: string | undefined,
  ): Promise<readonly { readonly id: string; readonly bytes: number }[]> {
    const rows = this.parts.database
      .createQueryBuilder(frameTable, 'row')
      .select(['row.id', 'row.bytes'])
      .orderBy('row.receivedAt')
      .limit(chunk);
    if (deviceId !== undefined) rows.where('row.deviceId = :deviceId', { deviceId });
    return rows.getMany();
  }
}
