import { identityErrors, role, type User, type UserEvent } from '@tutti/contracts/identity';
import { DomainError } from '@tutti/kernel';
import { liveRows, type ProjectionRunner } from '@tutti/runtime';
import { listPage, type ListQuery, type ListSpec, type PageTokens } from '@tutti/service-kit';
import { In, type DataSource } from 'typeorm';
import { lastSignInTable } from '../session/last-sign-in.table';
import type { Persons } from './persons';
import { userListProjection, type UserRow } from './user-list.projection';
import { userListTable } from './user-list.table';

/** Of a row; the log knows the day's first sign-in only. See `lastSignedInAt` below. */
const lastSignIn = '(SELECT s.signed_in_at FROM last_sign_in s WHERE s.user_id = row.id)';

const encode = (time: Date): number => time.getTime();

const list: ListSpec<UserRow> = {
  name: 'users',
  fields: {
    id: { type: 'string', column: 'row.id' },
    role: { type: 'enum', column: 'row.role', values: role.options },
    disabled: {
      type: 'enum',
      column: "CASE WHEN row.disabled THEN 'true' ELSE 'false' END",
      values: ['true', 'false'],
    },
    createdAt: { type: 'time', column: 'row.createdAt', encode },
    lastSignedInAt: {
      type: 'time',
      column: `CASE WHEN ${lastSignIn} > row.lastSignedInAt THEN ${lastSignIn} ELSE row.lastSignedInAt END`,
      encode,
    },
  },
  sorts: {
    createdAt: { column: 'row.createdAt', value: ({ createdAt }) => createdAt },
    role: { column: 'row.role', value: (row) => row.role },
  },
  defaultSort: [{ column: 'row.createdAt', value: ({ createdAt }) => createdAt, direction: 'ASC' }],
  unique: { column: 'row.id', value: ({ id }) => id, direction: 'ASC' },
};

const latest = (logged: number, exact = logged): string => new Date(Math.max(logged, exact)).toISOString();

export interface UserPage {
  readonly items: readonly User[];
  readonly nextPageToken: string;
}

/** Users as people see them: rows of the read model with the names of `Persons`, joined when read. */
export class UserListView {
  constructor(
    private readonly database: DataSource,
    private readonly runner: ProjectionRunner<UserRow, UserEvent>,
    private readonly persons: Persons,
  ) {}

  /** Waits until everything up to `position` is seen, or throws `projection.behind`. */
  async find(id: string, position: number): Promise<User | undefined> {
    await this.runner.waitFor(position);
    const row = await this.rows().andWhere('row.id = :id', { id }).getOne();
    return row ? (await this.users([row]))[0] : undefined;
  }

  /** Throws `identity.user-not-found` too. */
  async get(id: string, position: number): Promise<User> {
    const user = await this.find(id, position);
    if (user) return user;
    throw new DomainError(identityErrors['identity.user-not-found'], {
      detail: 'There is no user with this id.',
    });
  }

  async page(query: ListQuery, position: number, tokens: PageTokens): Promise<UserPage> {
    await this.runner.waitFor(position);
    const { items, nextPageToken } = await listPage(this.rows(), list, query, { tokens });
    return { items: await this.users(items), nextPageToken };
  }

  private rows() {
    return liveRows(this.database, userListTable, userListProjection);
  }

  private async users(rows: readonly UserRow[]): Promise<User[]> {
    const found = await this.database.manager.findBy(lastSignInTable, {
      userId: In(rows.map(({ id }) => id)),
    });
    const last = new Map(found.map(({ userId, at }) => [userId, at]));
    return Promise.all(
      rows.map(async ({ createdAt, lastSignedInAt, ...row }) => ({
        id: row.id,
        name: await this.persons.nameOf(row.id),
        role: row.role,
        disabled: row.disabled,
        mustChangePassword: row.mustChangePassword,
        createdAt: new Date(createdAt).toISOString(),
        lastSignedInAt: lastSignedInAt === null ? null : latest(lastSignedInAt, last.get(row.id)),
        version: row.version,
      })),
    );
  }
}
