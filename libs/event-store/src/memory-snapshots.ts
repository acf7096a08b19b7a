import type { Snapshot, SnapshotStore } from './port';

/** Snapshots in memory, kept as JSON as every other store keeps them. */
export class MemorySnapshotStore implements SnapshotStore {
  private readonly bySubject = new Map<string, string>();

  async load(subject: string): Promise<Snapshot | undefined> {
    const json = this.bySubject.get(subject);
    return json === undefined ? undefined : (JSON.parse(json) as Snapshot);
  }

  async save(subject: string, snapshot: Snapshot): Promise<void> {
    this.bySubject.set(subject, JSON.stringify(snapshot));
  }
}
