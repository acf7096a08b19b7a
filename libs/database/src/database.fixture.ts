import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  EntitySchema,
  type DataSource,
  type EntityManager,
  type MigrationInterface,
  type QueryRunner,
} from 'typeorm';
import { createTable } from './create-table';
import type { DatabaseOptions } from './open-database';
import { snapshot, transaction } from './transaction';
import { upsertMany } from './upsert';

export interface Note {
  id: string;
  text: string | null;
  count: number;
  done: boolean;
  tags: readonly string[];
  at: Date | null;
}

export const noteTable = new EntitySchema<Note>({
  name: 'note',
  columns: {
    id: { type: 'varchar', length: 64, primary: true },
    text: { type: 'text', nullable: true },
    count: { type: 'integer' },
    done: { type: 'boolean' },
    tags: { type: 'simple-json' },
    at: { type: 'datetime', nullable: true },
  },
});

export class CreateNote1795392000000 implements MigrationInterface {
  readonly name = 'CreateNote1795392000000';

  async up(runner: QueryRunner): Promise<void> {
    await createTable(runner, {
      name: 'note',
      columns: [
        { name: 'id', type: 'varchar', length: '64', isPrimary: true },
        { name: 'text', type: 'text', isNullable: true },
        { name: 'count', type: 'integer' },
        { name: 'done', type: 'boolean' },
        { name: 'tags', type: 'text' },
        { name: 'at', type: 'datetime', isNullable: true },
      ],
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('note');
  }
}

export const noteOptions = (url: string): DatabaseOptions => ({
  name: 'notes',
  url,
  entities: [noteTable],
  migrations: [CreateNote1795392000000],
});

export const note = (id: string, changes: Partial<Note> = {}): Note => ({
  id,
  text: null,
  count: 0,
  done: false,
  tags: [],
  at: null,
  ...changes,
});

/** Reads a note twice in one snapshot, and has it changed in between: answers with both counts, and the count behind it. */
export const countsAcross = async (database: DataSource, id: string): Promise<unknown> => {
  const put = (count: number): Promise<void> =>
    transaction(database, (manager) => upsertMany(manager, noteTable, [note(id, { count })], ['id']));
  await put(1);
  const [hasRead, hasWritten] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const countIn = async (manager: EntityManager) => (await manager.findOneBy(noteTable, { id }))?.count;
  const reading = snapshot(database, async (manager) => {
    const before = await countIn(manager);
    hasRead.resolve();
    await hasWritten.promise;
    return [before, await countIn(manager)];
  });
  await hasRead.promise;
  await put(2);
  hasWritten.resolve();
  return [...(await reading), await countIn(database.manager)];
};

/** A directory that is gone after the test. */
export const temporaryDirectory = async (): Promise<AsyncDisposable & { readonly file: string }> => {
  const directory = await mkdtemp(join(tmpdir(), 'tutti-database-'));
  return {
    file: join(directory, 'test.db'),
    [Symbol.asyncDispose]: () => rm(directory, { recursive: true, force: true }),
  };
};
