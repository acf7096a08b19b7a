import { keptFreeBytes, telemetryBatches, telemetryEnvelope } from '@tutti/contracts/devices';
import { forUpdate, transaction, upsertMany } from '@tutti/database';
import { isSame } from '@tutti/kernel';
import { liveRows, type Received } from '@tutti/runtime';
import { In, type DataSource } from 'typeorm';
import type { z } from 'zod';
import { deviceFactsTable, type DeviceFactsRow } from './device-facts.table';
import { reachableDevices } from './shared-read-models';

/** The last entry that makes sense: a batch of what waited ends with the newest. */
const newestOf =
  <Entry>(entry: z.ZodType<Entry>) =>
  (payload: unknown): Entry | undefined => {
    const { entries } = telemetryEnvelope.parse(payload);
    for (const candidate of entries.toReversed()) {
      const { data } = entry.safeParse(candidate);
      if (data !== undefined) return data;
    }
    return undefined;
  };

const beat = telemetryBatches.heartbeat.shape.entries.element.pick({
  runtime: true,
  model: true,
  agentVersion: true,
});
type Beat = z.infer<typeof beat>;
export const readHeartbeat = newestOf(beat);

const reading = telemetryBatches.vitals.shape.entries.element.pick({
  memoryTotalBytes: true,
  diskUsedBytes: true,
  diskTotalBytes: true,
});
type Reading = z.infer<typeof reading>;
export const readVitals = newestOf(reading);

type Told = Partial<Omit<DeviceFactsRow, 'id'>>;

const ofBeat = ({ runtime, model, agentVersion }: Beat, heardAt: number): Told => ({
  agentVersion,
  runtime,
  model: model?.name ?? null,
  modelVersion: model?.version ?? null,
  modelDigest: model?.digest ?? null,
  modelTask: model?.task ?? null,
  heardAt,
});

/** Free space changes with every picture. */
const grainBytes = 1024 ** 2;

const ofReading = (
  { memoryTotalBytes, diskUsedBytes, diskTotalBytes }: Reading,
  measuredAt: number,
): Told => {
  const spare = Math.max(0, diskTotalBytes - diskUsedBytes - keptFreeBytes(diskTotalBytes));
  return { memoryBytes: memoryTotalBytes, spareDiskBytes: spare - (spare % grainBytes), measuredAt };
};

const nothing: Omit<DeviceFactsRow, 'id'> = {
  agentVersion: null,
  runtime: null,
  model: null,
  modelVersion: null,
  modelDigest: null,
  modelTask: null,
  heardAt: null,
  memoryBytes: null,
  spareDiskBytes: null,
  measuredAt: null,
};

type At = 'heardAt' | 'measuredAt';

/** Ten thousand devices say the same every few seconds: that alone is written once a minute. */
const quietMs = 60_000;

/** The row that is to be written; undefined when there is no news. Of two messages the later received counts, also when it comes twice. */
const withTold = (row: DeviceFactsRow, told: Told, at: At): DeviceFactsRow | undefined => {
  const [before, now] = [row[at] ?? -Infinity, told[at] ?? 0];
  if (now < before) return undefined;
  const next = { ...row, ...told };
  return now - before < quietMs && isSame({ ...next, [at]: 0 }, { ...row, [at]: 0 }) ? undefined : next;
};

/** Keeps what devices of the fleet say of themselves. */
export class DeviceFacts {
  constructor(private readonly database: DataSource) {}

  storeHeartbeats(messages: readonly Received<Beat | undefined>[]): Promise<void> {
    return this.#store(messages, ofBeat, 'heardAt');
  }

  storeVitals(messages: readonly Received<Reading | undefined>[]): Promise<void> {
    return this.#store(messages, ofReading, 'measuredAt');
  }

  async #store<Body>(
    messages: readonly Received<Body | undefined>[],
    of: (body: Body, receivedAt: number) => Told,
    at: At,
  ): Promise<void> {
    const newest = new Map<string, Told>();
    for (const { deviceId, receivedAt, body } of messages)
      if (body !== undefined) newest.set(deviceId, of(body, receivedAt.getTime()));
    if (newest.size === 0) return;
    const known = await this.#known([...newest.keys()]);
    await transaction(this.database, async (manager) => {
      const where = { id: In([...known]) };
      const stored = await manager.find(deviceFactsTable, { where, ...forUpdate(manager) });
      const rows = new Map(stored.map((row) => [row.id, row]));
      const news = [...known].flatMap(
        (id) => withTold(rows.get(id) ?? { id, ...nothing }, newest.get(id) ?? {}, at) ?? [],
      );
      await upsertMany(manager, deviceFactsTable, news, ['id']);
    });
  }

  /** Who asks to join is nobody yet: what it says holds once it says it again. */
  async #known(ids: readonly string[]): Promise<ReadonlySet<string>> {
    const rows = await liveRows(this.database, reachableDevices.table, reachableDevices.projection)
      .select('row.id', 'id')
      .andWhere("row.lifecycle IN ('registered', 'suspended') AND row.id IN (:...ids)", { ids })
      .getRawMany<{ id: string }>();
    return new Set(rows.map(({ id }) => id));
  }
}
