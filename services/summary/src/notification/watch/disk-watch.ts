import { telemetryBatches, telemetryEnvelope, type VitalsEntry } from '@tutti/contracts/devices';
import { bigint, insertNew, key, text, transaction } from '@tutti/database';
import type { Received } from '@tutti/runtime';
import { EntitySchema, In, type DataSource } from 'typeorm';
import type { Causes } from '../tell/causes';
import type { Tell } from '../tell/tell.process';
import type { DeviceNames } from './device-names';

/** A disk that is known to be almost full. */
interface LowDiskRow {
  readonly deviceId: string;
  readonly since: number;
}

export const lowDiskTable = new EntitySchema<LowDiskRow>({
  name: 'low_disk',
  columns: { deviceId: key(text('device_id', 26)), since: bigint('since') },
});

/** Told when less is free, and again only after more was: a disk at the edge of it is told of once. */
const lowShare = 0.1;
const enoughShare = 0.15;
/** Of this little an agent keeps nothing more. */
const criticalShare = 0.05;

/** The newest of a message: what came before it is over. */
export const readDisk = (payload: unknown): VitalsEntry | null =>
  telemetryBatches.vitals.shape.entries.element.safeParse(telemetryEnvelope.parse(payload).entries.at(-1))
    .data ?? null;

interface Seen {
  readonly deviceId: string;
  readonly at: Date;
  readonly freeBytes: number;
  readonly totalBytes: number;
  readonly share: number;
}

const seen = ({ deviceId, receivedAt: at, body }: Received<VitalsEntry | null>): Seen[] => {
  if (body === null || body.diskTotalBytes === 0) return [];
  const { diskTotalBytes: totalBytes, diskUsedBytes } = body;
  const freeBytes = Math.max(0, totalBytes - diskUsedBytes);
  return [{ deviceId, at, freeBytes, totalBytes, share: freeBytes / totalBytes }];
};

const tellOf = ({ deviceId: id, at, freeBytes, totalBytes, share }: Seen, name: string): Tell => ({
  ...{ type: 'Tell', code: 'system.disk-low', source: { id, name }, at: at.toISOString() },
  ...(share < criticalShare ? { level: 'critical' as const } : {}),
  info: { freeBytes, totalBytes },
});

/** Edges whose disk fills up. */
export class DiskWatch {
  constructor(
    private readonly database: DataSource,
    private readonly causes: Causes,
    private readonly names: DeviceNames,
  ) {}

  readonly store = async (batch: readonly Received<VitalsEntry | null>[]): Promise<void> => {
    const newest = [...new Map(batch.flatMap(seen).map((one) => [one.deviceId, one])).values()];
    const known = await this.#known(newest.map(({ deviceId }) => deviceId));
    const full = newest.filter(({ deviceId, share }) => share < lowShare && !known.has(deviceId));
    const mended = newest.filter(({ deviceId, share }) => share >= enoughShare && known.has(deviceId));
    if (full.length > 0) await this.#tell(full);
    if (mended.length > 0) await this.#forget(mended.map(({ deviceId }) => deviceId));
  };

  async #known(deviceIds: readonly string[]): Promise<ReadonlySet<string>> {
    if (deviceIds.length === 0) return new Set();
    const rows = await this.database.manager.findBy(lowDiskTable, { deviceId: In(deviceIds) });
    return new Set(rows.map(({ deviceId }) => deviceId));
  }

  async #tell(full: readonly Seen[]): Promise<void> {
    const names = await this.names(new Set(full.map(({ deviceId }) => deviceId)));
    await transaction(this.database, async (manager) => {
      for (const one of full) {
        const { deviceId, at } = one;
        const name = names.get(deviceId);
        // What is not told is not remembered: the next one says it again, and is news.
        if (name === undefined || !this.causes.isNews(at)) continue;
        const since = at.getTime();
        if (!(await insertNew(manager, lowDiskTable, { deviceId, since }))) continue;
        await this.causes.addBy(manager, [{ id: `disk ${deviceId} ${since}`, tell: tellOf(one, name) }]);
      }
    });
  }

  async #forget(deviceIds: readonly string[]): Promise<void> {
    await transaction(this.database, (manager) =>
      manager.delete(lowDiskTable, { deviceId: In([...deviceIds]) }),
    );
  }
}
