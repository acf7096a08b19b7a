import { telemetryBatches, telemetryEnvelope, type VitalsEntry } from '@tutti/contracts/devices';
import { bigint, flag, insertNew, key, text, transaction } from '@tutti/database';
import type { Received } from '@tutti/runtime';
import { EntitySchema, In, type DataSource, type EntityManager } from 'typeorm';
import type { Causes } from '../tell/causes';
import type { Tell } from '../tell/tell.process';
import type { DeviceNames } from './device-names';

/** A disk that is known to be almost full. */
interface LowDiskRow {
  readonly deviceId: string;
  readonly since: number;
  /** People know that next to nothing is free. */
  readonly critical: boolean;
}

export const lowDiskTable = new EntitySchema<LowDiskRow>({
  name: 'low_disk',
  columns: { deviceId: key(text('device_id', 26)), since: bigint('since'), critical: flag('critical') },
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

const isCritical = ({ share }: Pick<Seen, 'share'>): boolean => share < criticalShare;

/** A disk that fills up is told of twice: when it is low, and when next to nothing is left. */
const isNew = ({ share }: Seen, known: LowDiskRow | undefined): boolean =>
  known ? isCritical({ share }) && !known.critical : share < lowShare;

/** False where another replica was first, or a message comes twice. */
const remember = async (manager: EntityManager, { deviceId, at, share }: Seen): Promise<boolean> => {
  const critical = isCritical({ share });
  if (await insertNew(manager, lowDiskTable, { deviceId, since: at.getTime(), critical })) return true;
  if (!critical) return false;
  const { affected } = await manager.update(lowDiskTable, { deviceId, critical: false }, { critical });
  return affected === 1;
};

const tellOf = ({ deviceId: id, at, freeBytes, totalBytes, share }: Seen, name: string): Tell => ({
  ...{ type: 'Tell', code: 'system.disk-low', source: { id, name }, at: at.toISOString() },
  // One that was told as filling up is told again, not added to.
  ...(isCritical({ share }) ? { level: 'critical' as const, matter: `${id} critical` } : {}),
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
    const full = newest.filter((one) => isNew(one, known.get(one.deviceId)));
    const mended = newest.filter(({ deviceId, share }) => share >= enoughShare && known.has(deviceId));
    if (full.length > 0) await this.#tell(full);
    if (mended.length > 0) await this.#forget(mended.map(({ deviceId }) => deviceId));
  };

  async #known(deviceIds: readonly string[]): Promise<ReadonlyMap<string, LowDiskRow>> {
    if (deviceIds.length === 0) return new Map();
    const rows = await this.database.manager.findBy(lowDiskTable, { deviceId: In(deviceIds) });
    return new Map(rows.map((row) => [row.deviceId, row]));
  }

  async #tell(full: readonly Seen[]): Promise<void> {
    const names = await this.names(new Set(full.map(({ deviceId }) => deviceId)));
    await transaction(this.database, async (manager) => {
      for (const one of full) {
        const { deviceId, at } = one;
        const name = names.get(deviceId);
        // What is not told is not remembered: the next one says it again, and is news.
        if (name === undefined || !this.causes.isNews(at)) continue;
        if (!(await remember(manager, one))) continue;
        const what = isCritical(one) ? 'disk-critical' : 'disk';
        const id = `${what} ${deviceId} ${at.getTime()}`;
        await this.causes.addBy(manager, [{ id, tell: tellOf(one, name) }]);
      }
    });
  }

  async #forget(deviceIds: readonly string[]): Promise<void> {
    await transaction(this.database, (manager) =>
      manager.delete(lowDiskTable, { deviceId: In([...deviceIds]) }),
    );
  }
}
