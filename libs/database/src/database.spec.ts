import { mkdir, rename, rmdir } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import { once } from 'node:events';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { describe, expect, it } from 'vitest';
import {
  countsAcross,
  note,
  noteOptions,
  noteTable,
  temporaryDirectory,
  type Note,
} from './database.fixture';
import { isUnavailable, openDatabase, snapshot, transaction, upsertMany } from './index';

describe('openDatabase', () => {
  it('writes ahead, flushes every commit and enforces foreign keys', async () => {
    await using directory = await temporaryDirectory();
    const database = await openDatabase(noteOptions(`sqlite:${directory.file}`));
    const pragma = (name: string): Promise<unknown> =>
      transaction(database, async (manager) => {
        const rows: object[] = await manager.query(`PRAGMA ${name}`);
        return Object.values(rows[0] ?? {}).at(0) as unknown;
      });
    expect(await pragma('journal_mode')).toBe('wal');
    expect(await pragma('synchronous')).toBe(2);
    expect(await pragma('foreign_keys')).toBe(1);
    expect(await pragma('busy_timeout')).toBe(5000);
    await database.destroy();
  });

  it('keeps what was written when it is opened again', async () => {
    await using directory = await temporaryDirectory();
    const first = await openDatabase(noteOptions(`sqlite:${directory.file}`));
    await transaction(first, (manager) => upsertMany(manager, noteTable, [note('a')], ['id']));
    await first.destroy();
    const second = await openDatabase(noteOptions(`sqlite:${directory.file}`));
    expect(await second.getRepository(noteTable).find()).toEqual([note('a')]);
    await second.destroy();
  });

  it('migrates once when several open it at once', async () => {
    await using directory = await temporaryDirectory();
    const options = noteOptions(`sqlite:${directory.file}`);
    const databases = await Promise.all([1, 2, 3, 4].map(() => openDatabase(options)));
    const applied: unknown = await databases[0]?.query('SELECT * FROM migrations');
    expect(applied).toHaveLength(1);
    await Promise.all(databases.map((database) => database.destroy()));
  });

  it('waits for another process that holds the write lock', async () => {
    await using directory = await temporaryDirectory();
    const held = new Worker(
      `const { parentPort, workerData } = require('node:worker_threads');
       const { DatabaseSync } = require('node:sqlite');
       const database = new DatabaseSync(workerData);
       database.exec('PRAGMA journal_mode = WAL; BEGIN EXCLUSIVE; CREATE TABLE other (id TEXT)');
       parentPort.postMessage('locked');
       Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
       database.exec('COMMIT');
       database.close();`,
      { eval: true, workerData: directory.file },
    );
    await once(held, 'message');
    const database = await openDatabase(noteOptions(`sqlite:${directory.file}`));
    const tables: { name: string }[] = await database.query(
      "SELECT name FROM sqlite_master WHERE type = 'table'",
    );
    expect(tables.map(({ name }) => name)).toEqual(expect.arrayContaining(['other', 'note']));
    await database.destroy();
  });

  it('leaves nothing behind of a migration that fails', async () => {
    await using directory = await temporaryDirectory();
    class Broken1795392000001 implements MigrationInterface {
      readonly name = 'Broken1795392000001';
      async up(runner: QueryRunner): Promise<void> {
        await runner.query('CREATE TABLE half (id TEXT)');
        throw new Error('broken migration');
      }
      async down(): Promise<void> {}
    }
    const options = noteOptions(`sqlite:${directory.file}`);
    const broken = { ...options, migrations: [...options.migrations, Broken1795392000001] };
    await expect(openDatabase(broken)).rejects.toThrow('broken migration');
    const database = await openDatabase({ ...options, migrations: [] });
    const tables: { name: string }[] = await database.query(
      "SELECT name FROM sqlite_master WHERE type = 'table'",
    );
    expect(tables.map(({ name }) => name)).not.toEqual(expect.arrayContaining(['half']));
    expect(tables.map(({ name }) => name)).not.toEqual(expect.arrayContaining(['note']));
    await database.destroy();
  });

  it.each([
    ['mysql://localhost/tutti', /notes must look like mysql:.*user and host are missing/],
    ['mysql://tutti:secret@localhost/', /notes must look like mysql:.*the database has a name/],
    ['mysql://tutti:secret@localhost/a?poolSize=0', /poolSize is at least 1/],
    ['mysql://tutti:secret@localhost/a?poolOverflow=x', /poolSize and poolOverflow are whole numbers/],
    ['mysql://tutti:secret@localhost/a?tls=maybe', /tls is on or off/],
    ['mysql://tutti:secret@local host:x/a', /it cannot be read/],
    ['mysql://tutti:secret@127.0.0.1:1/a', /127.0.0.1:1 cannot be reached \(ECONNREFUSED\)/],
    ['postgres://localhost', /must look like sqlite:<path>/],
    ['tutti.db', /must look like sqlite:<path>/],
    ['sqlite:', /must look like sqlite:<path>/],
  ])('refuses %s and says what to do', async (url, message) => {
    const refusal = openDatabase(noteOptions(url));
    await expect(refusal).rejects.toThrow(message);
    await expect(refusal).rejects.not.toThrow('secret');
  });
});

describe.each(['file', 'memory'])('transactions of a database in %s', (kind) => {
  const withDatabase = async (
    test: (database: Awaited<ReturnType<typeof openDatabase>>) => Promise<void>,
  ): Promise<void> => {
    await using directory = await temporaryDirectory();
    const database = await openDatabase(
      noteOptions(kind === 'file' ? `sqlite:${directory.file}` : 'sqlite::memory:'),
    );
    await test(database).finally(() => database.destroy());
  };

  it('wait for each other instead of running into each other', () =>
    withDatabase(async (database) => {
      const add = (): Promise<void> =>
        transaction(database, async (manager) => {
          const row = (await manager.findOneBy(noteTable, { id: 'a' })) ?? note('a');
          await new Promise(setImmediate);
          await upsertMany(manager, noteTable, [{ ...row, count: row.count + 1 }], ['id']);
        });
      await Promise.all(Array.from({ length: 20 }, add));
      expect((await database.manager.findOneBy(noteTable, { id: 'a' }))?.count).toBe(20);
    }));

  it('take only their own writes with them when they fail', () =>
    withDatabase(async (database) => {
      const write = (id: string, fails: boolean): Promise<void> =>
        transaction(database, async (manager) => {
          await upsertMany(manager, noteTable, [note(id)], ['id']);
          await new Promise(setImmediate);
          if (fails) throw new Error(`no ${id}`);
        });
      const results = await Promise.allSettled([write('a', false), write('b', true), write('c', false)]);
      expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
      expect((await database.getRepository(noteTable).find()).map(({ id }) => id)).toEqual(['a', 'c']);
    }));

  it('are the only way to write', () =>
    withDatabase(async (database) => {
      await expect(upsertMany(database.manager, noteTable, [note('a')], ['id'])).rejects.toThrow(
        'write inside transaction(database, …)',
      );
      expect(await database.getRepository(noteTable).count()).toBe(0);
    }));

  it('refuse to nest, which would wait for ever', () =>
    withDatabase(async (database) => {
      await expect(
        transaction(database, () => transaction(database, () => Promise.resolve())),
      ).rejects.toThrow('pass the manager on');
    }));
});

describe('transactions of a file', () => {
  it('are not seen before they are committed', async () => {
    await using directory = await temporaryDirectory();
    const database = await openDatabase(noteOptions(`sqlite:${directory.file}`));
    await transaction(database, async (manager) => {
      await upsertMany(manager, noteTable, [note('a')], ['id']);
      expect(await database.getRepository(noteTable).count()).toBe(0);
    });
    expect(await database.getRepository(noteTable).count()).toBe(1);
    await database.destroy();
  });

  it('that find no room are undone, and say that the database is unavailable', async () => {
    await using directory = await temporaryDirectory();
    const database = await openDatabase(noteOptions(`sqlite:${directory.file}`));
    const put = (id: string, text: string): Promise<void> =>
      transaction(database, (manager) => upsertMany(manager, noteTable, [note(id, { text })], ['id']));
    const limit = (pages: number): Promise<unknown> =>
      transaction(database, (manager) => manager.query(`PRAGMA max_page_count = ${pages}`));
    await put('a', 'fits');
    await limit(1);
    await expect(put('b', 'x'.repeat(100_000))).rejects.toSatisfy(isUnavailable);
    await expect(database.query('SELECT nothing FROM note')).rejects.not.toSatisfy(isUnavailable);
    await limit(1_000_000);
    await put('c', 'fits again');
    expect((await database.getRepository(noteTable).find()).map(({ id }) => id)).toEqual(['a', 'c']);
    await database.destroy();
  });

  it('of two openers in one process wait without blocking the event loop', async () => {
    await using directory = await temporaryDirectory();
    const options = noteOptions(`sqlite:${directory.file}`);
    const databases = await Promise.all([openDatabase(options), openDatabase(options)]);
    const started = performance.now();
    await Promise.all(
      databases.map((database, index) =>
        transaction(database, async (manager) => {
          await upsertMany(manager, noteTable, [note(String(index))], ['id']);
          await new Promise(setImmediate);
        }),
      ),
    );
    expect(performance.now() - started).toBeLessThan(4000);
    expect(await databases[0].getRepository(noteTable).count()).toBe(2);
    await Promise.all(databases.map((database) => database.destroy()));
  });
});

describe('a snapshot', () => {
  it('of a file sees one moment and keeps nobody from writing', async () => {
    await using directory = await temporaryDirectory();
    const database = await openDatabase(noteOptions(`sqlite:${directory.file}`));
    expect(await countsAcross(database, 'a')).toEqual([1, 1, 2]);
    await expect(
      snapshot(database, (manager) => upsertMany(manager, noteTable, [note('b')], ['id'])),
    ).rejects.toThrow('write inside transaction(database, …)');
    await database.destroy();
  });

  it('of a file that could not be opened fails alone', async () => {
    await using directory = await temporaryDirectory();
    const database = await openDatabase(noteOptions(`sqlite:${directory.file}`));
    const away = `${directory.file}.away`;
    await rename(directory.file, away);
    await mkdir(directory.file);
    const count = () => snapshot(database, (manager) => manager.count(noteTable));
    await expect(count()).rejects.toThrow('unable to open');
    await rmdir(directory.file);
    await rename(away, directory.file);
    expect(await count()).toBe(0);
    await database.destroy();
  });

  it('that could not be opened does not keep its database open', async () => {
    await using directory = await temporaryDirectory();
    const database = await openDatabase(noteOptions(`sqlite:${directory.file}`));
    await rename(directory.file, `${directory.file}.away`);
    await mkdir(directory.file);
    const counted = snapshot(database, (manager) => manager.count(noteTable));
    await expect(counted).rejects.toThrow('unable to open');
    await database.destroy();
    expect(database.isInitialized).toBe(false);
  });

  it('in memory makes writers wait', async () => {
    const database = await openDatabase(noteOptions('sqlite::memory:'));
    const order: string[] = [];
    const reading = snapshot(database, async (manager) => {
      await manager.count(noteTable);
      await new Promise(setImmediate);
      order.push('read');
    });
    const writing = transaction(database, async (manager) => {
      await upsertMany(manager, noteTable, [note('a')], ['id']);
      order.push('written');
    });
    await Promise.all([reading, writing]);
    expect(order).toEqual(['read', 'written']);
    await database.destroy();
  });
});

describe('upsertMany', () => {
  const rows = (count: number, changes: Partial<Note>): Note[] =>
    Array.from({ length: count }, (_, index) => note(String(index).padStart(5, '0'), changes));

  it('inserts and overwrites any number of rows, and keeps every type', async () => {
    const database = await openDatabase(noteOptions('sqlite::memory:'));
    const first = rows(1000, { text: "it's", tags: ['x', 'ä'], at: new Date('2026-11-23T01:02:03.004Z') });
    const second = rows(1293, { text: null, count: 7, done: true, tags: ['y'] });
    for (const each of [first, second, []]) {
      await transaction(database, (manager) => upsertMany(manager, noteTable, each, ['id']));
      const stored = await database.getRepository(noteTable).find({ order: { id: 'ASC' } });
      expect(stored).toEqual(each.length > 0 ? each : second);
    }
    await database.destroy();
  });

  it('takes the last of two rows with one key', async () => {
    const database = await openDatabase(noteOptions('sqlite::memory:'));
    await transaction(database, (manager) =>
      upsertMany(manager, noteTable, [note('a', { count: 1 }), note('a', { count: 2 })], ['id']),
    );
    expect(await database.getRepository(noteTable).find()).toEqual([note('a', { count: 2 })]);
    await database.destroy();
  });
});
