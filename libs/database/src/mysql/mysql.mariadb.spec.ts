import { mariadbAdmin, mariadbTestDatabase, mariadbUrl, startTestMariadb } from '@tutti/testing';
import { createConnection } from 'mysql2/promise';
import type { DataSource, MigrationInterface, QueryRunner } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createTable } from '../create-table';
import { countsAcross, note, noteOptions, noteTable, type Note } from '../database.fixture';
import {
  forUpdate,
  insertNew,
  isOverdue,
  isUnavailable,
  openDatabase,
  transaction,
  upsertMany,
} from '../index';
import { serverOf } from './prepare-server';

const place = mariadbTestDatabase();
let database: DataSource;
let other: DataSource;
beforeAll(async () => {
  [database, other] = await Promise.all([
    openDatabase(noteOptions(place.url)),
    openDatabase(noteOptions(place.url)),
  ]);
});
afterAll(async () => {
  await Promise.all([database.destroy(), other.destroy()]);
  await place.dispose();
});

const put = (source: DataSource, ...rows: readonly Note[]): Promise<void> =>
  transaction(source, (manager) => upsertMany(manager, noteTable, rows, ['id']));
const find = (source: DataSource, id: string): Promise<Note | null> =>
  source.manager.findOneBy(noteTable, { id });

describe('a database at a server', () => {
  it('keeps every type, to the millisecond, beyond 64 KiB, and tells texts apart as SQLite does', async () => {
    const rows = [
      note('a', { text: 'x'.repeat(200_000), tags: ["it's", 'ä', '\\', '서울', '😀'], count: -1 }),
      note('a ', { at: new Date('2026-11-23T01:02:03.004Z'), done: true }),
      note('A', { text: '' }),
      note('á'),
    ];
    await put(database, ...rows);
    const stored = await other.getRepository(noteTable).find({ order: { id: 'ASC' } });
    expect(stored).toEqual(['A', 'a', 'a ', 'á'].map((id) => rows.find((row) => row.id === id)));
    const raw: object[] = await database.query('SELECT COUNT(*) AS n, SUM(`count`) AS s FROM note');
    expect(raw).toEqual([{ n: 4, s: -1 }]);
  });

  it('writes inside transactions only', async () => {
    await expect(upsertMany(database.manager, noteTable, [note('b')], ['id'])).rejects.toThrow('READ ONLY');
    expect(await find(database, 'b')).toBeNull();
  });

  it('has one row for a key however many insert it at once', async () => {
    const tries = Array.from({ length: 20 }, (_, n) =>
      transaction(n % 2 ? database : other, (manager) => insertNew(manager, noteTable, note('once'))),
    );
    expect((await Promise.all(tries)).filter(Boolean)).toHaveLength(1);
  });
});

describe('a snapshot', () => {
  it('sees one moment and keeps nobody from writing', async () => {
    expect(await countsAcross(database, 'moment')).toEqual([1, 1, 2]);
  });
});

describe('transactions of two replicas', () => {
  it.each([
    ['that look and then write', {}],
    ['that hold what they look at', { hold: true }],
  ])('%s lose nothing', async (name, { hold = false }: { hold?: boolean }) => {
    const add = (source: DataSource): Promise<void> =>
      transaction(source, async (manager) => {
        const where = { id: name };
        const found = await manager.findOne(noteTable, { where, ...(hold ? forUpdate(manager) : {}) });
        const row = found ?? note(name);
        await upsertMany(manager, noteTable, [{ ...row, count: row.count + 1 }], ['id']);
      });
    await Promise.all(Array.from({ length: 30 }, (_, n) => add(n % 2 ? database : other)));
    expect((await find(database, name))?.count).toBe(30);
  });

  it('that wait for each other in a circle both happen', async () => {
    await put(database, note('x'), note('y'));
    let runs = 0;
    const bothHold = Promise.withResolvers<void>();
    let holding = 0;
    const touch = (source: DataSource, ids: readonly string[]): Promise<void> =>
      transaction(source, async (manager) => {
        runs += 1;
        for (const id of ids) {
          await manager.increment(noteTable, { id }, 'count', 1);
          holding += 1;
          if (holding === 2) bothHold.resolve();
          if (runs <= 2) await bothHold.promise;
        }
      });
    await Promise.all([touch(database, ['x', 'y']), touch(other, ['y', 'x'])]);
    expect(runs).toBe(3);
    expect([(await find(database, 'x'))?.count, (await find(database, 'y'))?.count]).toEqual([2, 2]);
  });
});

class Slow1795392000001 implements MigrationInterface {
  readonly name = 'Slow1795392000001';
  async up(runner: QueryRunner): Promise<void> {
    await createTable(runner, { name: 'first', columns: [{ name: 'id', type: 'integer', isPrimary: true }] });
    await runner.query('SELECT SLEEP(3)');
    await createTable(runner, {
      name: 'second',
      columns: [{ name: 'id', type: 'integer', isPrimary: true }],
    });
  }
  async down(): Promise<void> {}
}

const tablesOf = async (source: DataSource): Promise<string[]> => {
  const rows: object[] = await source.query('SHOW TABLES');
  return rows.map((row) => String(Object.values(row)[0]));
};

describe('migrations', () => {
  it('run once when replicas start at once', async () => {
    const fresh = mariadbTestDatabase();
    const all = await Promise.all([1, 2, 3, 4].map(() => openDatabase(noteOptions(fresh.url))));
    expect(await all[0]?.query('SELECT * FROM migrations')).toHaveLength(1);
    await Promise.all(all.map((one) => one.destroy()));
    await fresh.dispose();
  });

  it('that were killed half way are run again from their beginning', async () => {
    const fresh = mariadbTestDatabase();
    const options = { ...noteOptions(fresh.url), migrations: [Slow1795392000001] };
    const killed = openDatabase(options);
    const outcome = killed.then(
      () => 'opened',
      (error: unknown) => String(error),
    );
    const admin = await createConnection(mariadbUrl());
    const sleeping = async (): Promise<number> => {
      const name = new URL(fresh.url).pathname.slice(1);
      const [rows] = await admin.query(
        "SELECT id FROM information_schema.processlist WHERE db = ? AND info LIKE 'SELECT SLEEP%'",
        [name],
      );
      const [row] = rows as { id: number }[];
      if (!row) throw new Error('not yet');
      return row.id;
    };
    await admin.query(`KILL ${await vi.waitFor(sleeping, { timeout: 10_000, interval: 20 })}`);
    expect(await outcome).toMatch(/The database of notes/);
    await admin.end();
    const again = await openDatabase(options);
    expect(await tablesOf(again)).toEqual(expect.arrayContaining(['first', 'second', 'migrations']));
    await again.destroy();
    await fresh.dispose();
  });
});

describe('a server', () => {
  it('that restarts in the middle of a transaction undoes it, and serves the next', async () => {
    const server = await startTestMariadb();
    const own = await openDatabase(noteOptions(`${server.url}/restarted`));
    await put(own, note('before'));
    const broken = transaction(own, async (manager) => {
      await upsertMany(manager, noteTable, [note('lost')], ['id']);
      await server.restart();
      await upsertMany(manager, noteTable, [note('lost too')], ['id']);
    });
    await expect(broken).rejects.toSatisfy(isUnavailable);
    await put(own, note('after'));
    const rows = await own.getRepository(noteTable).find({ order: { id: 'ASC' } });
    expect(rows.map(({ id }) => id)).toEqual(['after', 'before']);
    await own.destroy();
    await server.stop();
  });

  it('that goes away, and one that is not there, is unavailable; a statement that is wrong is not', async () => {
    const server = await startTestMariadb();
    const own = await openDatabase(noteOptions(`${server.url}/away`));
    await expect(own.query('SELECT nothing FROM note')).rejects.not.toSatisfy(isUnavailable);
    await expect(own.query('DELETE FROM note')).rejects.not.toSatisfy(isUnavailable);
    const asking = expect(own.query('SELECT BENCHMARK(1000000000000, 1)')).rejects.toSatisfy(isUnavailable);
    const busy = async (): Promise<boolean> => {
      const rows: object[] = await own.query(
        "SELECT 1 FROM information_schema.processlist WHERE info LIKE 'SELECT BENCHMARK%'",
      );
      return rows.length > 0;
    };
    await vi.waitUntil(busy, { timeout: 10_000, interval: 20 });
    await mariadbAdmin(['SHUTDOWN'], server.url);
    await asking;
    await expect(put(own, note('a'))).rejects.toSatisfy(isUnavailable);
    await server.kill9();
    await expect(own.query('SELECT 1')).rejects.toSatisfy(isUnavailable);
    await own.destroy();
    await server.stop();
  });

  it('that ends a statement which takes too long says so, and works on', async () => {
    const from = ['a', 'b', 'c', 'd'].map((name) => `information_schema.collations ${name}`).join(', ');
    const long = `SET STATEMENT max_statement_time = 0.05 FOR SELECT COUNT(*) FROM ${from}`;
    await expect(database.query(long)).rejects.toSatisfy(isOverdue);
    await expect(database.query('SELECT nothing FROM note')).rejects.not.toSatisfy(isOverdue);
    await put(database, note('after the long one'));
  });

  it('that does not let us make a database says what an administrator runs, and never the password', async () => {
    const name = new URL(mariadbTestDatabase().url).pathname.slice(1);
    const user = name.slice(0, 30);
    await mariadbAdmin([`CREATE USER ${user}@'127.0.0.1' IDENTIFIED BY 'hunter2'`]);
    const url = `mysql://${user}:hunter2@${new URL(mariadbUrl()).host}/${name}`;
    const refused = openDatabase(noteOptions(url));
    await expect(refused).rejects.toThrow(`CREATE DATABASE IF NOT EXISTS \`${name}\``);
    await expect(refused).rejects.toThrow('GRANT SELECT');
    await expect(refused).rejects.not.toThrow('hunter2');
    await mariadbAdmin(
      [
        `CREATE DATABASE ${name} CHARACTER SET latin1`,
        `GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, DROP, INDEX, REFERENCES ON ${name.replaceAll('_', '\\_')}.* TO ${user}@'127.0.0.1'`,
      ].map((statement) => statement.replace(/ON (\S+)\.\*/, 'ON `$1`.*')),
    );
    const granted = await openDatabase(noteOptions(url));
    await put(granted, note('서울'));
    expect(await find(granted, '서울')).toEqual(note('서울'));
    await granted.destroy();
    const wrong = openDatabase(noteOptions(url.replace('hunter2', 'hunter3')));
    await expect(wrong).rejects.toThrow(/does not let the user .* in/);
    await expect(wrong).rejects.not.toThrow('hunter3');
    await mariadbAdmin([`DROP DATABASE ${name}`, `DROP USER ${user}@'127.0.0.1'`]);
  });

  it('that takes only short statements is refused; what any other takes is enough, however long the rows', async () => {
    const server = await startTestMariadb();
    const least = 8 * 1024 * 1024;
    await mariadbAdmin([`SET GLOBAL max_allowed_packet = ${least / 2}`], server.url);
    const url = `${server.url}/packets`;
    await expect(openDatabase(noteOptions(url))).rejects.toThrow(/max_allowed_packet = 16M/);
    await mariadbAdmin([`SET GLOBAL max_allowed_packet = ${least}`], server.url);
    const own = await openDatabase(noteOptions(url));
    const text = "'\\\n서".repeat(20_000);
    const rows = Array.from({ length: 300 }, (_, n) => note(String(n), { text }));
    await put(own, ...rows);
    expect(await own.getRepository(noteTable).countBy({ text })).toBe(300);
    await own.destroy();
    await server.stop();
  });

  it('without TLS is refused where TLS is asked for', async () => {
    await expect(openDatabase(noteOptions(`${place.url}?tls=on`))).rejects.toThrow(/has no TLS/);
  });

  it.each(['5.7.44', '8.0.16', '10.5.22-MariaDB', 'Percona'])('of version %s is refused', (version) => {
    expect(() => serverOf(version)).toThrow('or newer is needed');
  });

  it.each(['8.0.17', '9.7.4', '10.6.0-MariaDB', '11.8.2-MariaDB-log'])('of version %s will do', (version) => {
    expect(serverOf(version).type).toBe(version.includes('Maria') ? 'mariadb' : 'mysql');
  });
});
