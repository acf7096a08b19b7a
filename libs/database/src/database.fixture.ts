import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EntitySchema, type MigrationInterface, type QueryRunner } from 'typeorm';
import { createTable } from './create-table';
import type { DatabaseOptions } from './open-database';

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

/** A directory that is gone after the test. */
export const temporaryDirectory = async (): Promise<AsyncDisposable & { readonly file: string }> => {
  const directory = await mkdtemp(join(tmpdir(), 'tutti-database-'));
  return {
    file: join(directory, 'test.db'),
    [Symbol.asyncDispose]: () => rm(directory, { recursive: true, force: true }),
  };
};
