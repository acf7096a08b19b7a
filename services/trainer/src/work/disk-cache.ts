import { rmSync } from 'node:fs';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import type { FeatureCache } from '../task/training-task';

export interface DiskCacheOptions {
  readonly file: string;
  readonly maxBytes: number;
}

const tables = `
  CREATE TABLE IF NOT EXISTS features (
    space TEXT NOT NULL, key TEXT NOT NULL, used INTEGER NOT NULL, bytes INTEGER NOT NULL, content BLOB NOT NULL,
    PRIMARY KEY (space, key));
  CREATE INDEX IF NOT EXISTS features_used ON features (used, bytes);
  CREATE TABLE IF NOT EXISTS clock (id INTEGER PRIMARY KEY CHECK (id = 0), used INTEGER NOT NULL);
  INSERT OR IGNORE INTO clock VALUES (0, 0);`;

/** Of SQLite's result codes: the file is damaged, or is something else. */
const damaged = new Set([11, 26]);

const isDamaged = (error: unknown): boolean =>
  error instanceof Error && 'errcode' in error && damaged.has(Number(error.errcode) & 0xff);

/** Memory maps and journals beside the file go with it. */
const remove = (file: string): void => {
  for (const suffix of ['', '-wal', '-shm']) rmSync(`${file}${suffix}`, { force: true });
};

const floats = (content: unknown): Float32Array | undefined => {
  if (!(content instanceof Uint8Array) || content.byteLength % Float32Array.BYTES_PER_ELEMENT !== 0)
    return undefined;
  return new Float32Array(Uint8Array.from(content).buffer);
};

/** Each block of work is one transaction; what had not been written when the process was killed is computed again. */
interface Store {
  readonly database: DatabaseSync;
  readonly find: StatementSync;
  readonly touch: StatementSync;
  readonly put: StatementSync;
  readonly size: StatementSync;
  readonly oldest: StatementSync;
  readonly drop: StatementSync;
  readonly tick: StatementSync;
}

const open = (file: string): Store => {
  const database = new DatabaseSync(file, { timeout: 5_000 });
  try {
    database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; ${tables}`);
    return {
      database,
      find: database.prepare('SELECT content FROM features WHERE space = ? AND key = ?'),
      touch: database.prepare('UPDATE features SET used = ? WHERE space = ? AND key = ?'),
      put: database.prepare('INSERT OR REPLACE INTO features VALUES (?, ?, ?, ?, ?)'),
      size: database.prepare('SELECT COALESCE(SUM(bytes), 0) AS bytes FROM features'),
      oldest: database.prepare('SELECT used, SUM(bytes) AS bytes FROM features GROUP BY used ORDER BY used'),
      drop: database.prepare('DELETE FROM features WHERE used <= ?'),
      tick: database.prepare('UPDATE clock SET used = used + 1 RETURNING used'),
    };
  } catch (error) {
    database.close();
    throw error;
  }
};

/**
 * What was computed of pictures, in a file that several trainers may share. It only saves work: whatever goes wrong with
 * it, a full disk or a damaged file, is as if it had nothing.
 */
export class DiskCache implements FeatureCache {
  #store: Store | undefined;

  constructor(private readonly options: DiskCacheOptions) {}

  get(space: string, keys: readonly string[]): readonly (Float32Array | undefined)[] {
    const found = this.#try((store) => {
      const used = Number(store.tick.get()?.['used']);
      return keys.map((key) => {
        const values = floats(store.find.get(space, key)?.['content']);
        if (values) store.touch.run(used, space, key);
        return values;
      });
    });
    return found ?? keys.map(() => undefined);
  }

  set(space: string, entries: readonly (readonly [key: string, values: Float32Array])[]): void {
    this.#try((store) => {
      const used = Number(store.tick.get()?.['used']);
      for (const [key, values] of entries) {
        const content = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
        store.put.run(space, key, used, content.byteLength, content);
      }
      this.#makeRoom(store);
    });
  }

  close(): void {
    this.#store?.database.close();
    this.#store = undefined;
  }

  /** Lets go of a tenth more than it must, so that it need not do so each time. */
  #makeRoom({ size, oldest, drop }: Store): void {
    const { maxBytes } = this.options;
    let bytes = Number(size.get()?.['bytes']);
    if (bytes <= maxBytes) return;
    for (const row of oldest.all()) {
      drop.run(Number(row['used']));
      bytes -= Number(row['bytes']);
      if (bytes <= maxBytes * 0.9) return;
    }
  }

  #try<T>(work: (store: Store) => T): T | undefined {
    try {
      this.#store ??= open(this.options.file);
      return transaction(this.#store, work);
    } catch (error) {
      this.#forget(isDamaged(error));
      return undefined;
    }
  }

  #forget(damagedFile: boolean): void {
    try {
      this.close();
      if (damagedFile) remove(this.options.file);
    } catch {
      this.#store = undefined;
    }
  }
}

const transaction = <T>(store: Store, work: (store: Store) => T): T => {
  store.database.exec('BEGIN IMMEDIATE');
  try {
    const result = work(store);
    store.database.exec('COMMIT');
    return result;
  } catch (error) {
    if (store.database.isTransaction) store.database.exec('ROLLBACK');
    throw error;
  }
};
