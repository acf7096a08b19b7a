import { Kvm, type KV } from '@nats-io/kv';
import type { NatsConnection } from '@nats-io/transport-node';
import type { Snapshot, SnapshotStore } from '../port';

/** Snapshots in the KV bucket `snapshots`, one key a subject, newest value only. */
export class KvSnapshotStore implements SnapshotStore {
  private constructor(private readonly kv: KV) {}

  static async open(nc: NatsConnection, bucket = 'snapshots'): Promise<KvSnapshotStore> {
    return new KvSnapshotStore(await new Kvm(nc).open(bucket, { allow_direct: true }));
  }

  async load(subject: string): Promise<Snapshot | undefined> {
    const entry = await this.kv.get(subject);
    return entry?.operation === 'PUT' ? entry.json<Snapshot>() : undefined;
  }

  async save(subject: string, snapshot: Snapshot): Promise<void> {
    await this.kv.put(subject, JSON.stringify(snapshot));
  }
}
