import { forUpdate, transaction, upsertMany } from '@tutti/database';
import type { Clock } from '@tutti/kernel';
import { LessThan, IsNull, type DataSource, type EntityManager } from 'typeorm';
import { lastSignInTable } from './last-sign-in.table';
import {
  formatRefreshToken,
  hashSecret,
  isSecretOf,
  newSecret,
  newSessionId,
  type RefreshToken,
} from './refresh-token';
import { sessionTable, type SessionRow } from './session.table';

/** ASVS 5.0 7.3: a session ends after this long without use, and after that long in any case. */
export const idleMs = 2 * 3_600_000;
export const absoluteMs = 12 * 3_600_000;

export interface OpenSession {
  readonly id: string;
  readonly userId: string;
  readonly refreshToken: string;
  /** The session's end, whatever happens. */
  readonly endsAt: Date;
}

/** `reused`: the token was used before, so two parties hold it; the session has been ended. */
export type Renewal =
  { readonly outcome: 'renewed'; readonly session: OpenSession } | { readonly outcome: 'ended' | 'reused' };

/** Sessions with rotated refresh tokens. Of the tokens only hashes are stored. */
export class Sessions {
  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
  ) {}

  async open(userId: string): Promise<OpenSession> {
    const now = this.now();
    const secret = newSecret();
    const row: SessionRow = {
      id: newSessionId(),
      userId,
      secretHash: hashSecret(secret),
      createdAt: now,
      usedAt: now,
      endedAt: null,
    };
    await transaction(this.database, async (manager) => {
      await manager.delete(sessionTable, { createdAt: LessThan(now - absoluteMs) });
      await manager.insert(sessionTable, row);
      await upsertMany(manager, lastSignInTable, [{ userId, at: now }], ['userId']);
    });
    return opened(row, secret);
  }

  /** Uses a token up and makes the next one. A used one ends the whole session. */
  async renew(token: RefreshToken): Promise<Renewal> {
    return transaction(this.database, async (manager) => {
      const row = await this.find(manager, token.sessionId);
      if (!row || !this.isOpen(row)) return { outcome: 'ended' };
      if (!isSecretOf(token.secret, row.secretHash)) {
        await this.endWhere(manager, { id: row.id });
        return { outcome: 'reused' };
      }
      const secret = newSecret();
      await manager.update(
        sessionTable,
        { id: row.id },
        { secretHash: hashSecret(secret), usedAt: this.now() },
      );
      return { outcome: 'renewed', session: opened(row, secret) };
    });
  }

  /** Ends the session of a token, if it is its newest one. */
  async end(token: RefreshToken): Promise<void> {
    await transaction(this.database, async (manager) => {
      const row = await this.find(manager, token.sessionId);
      if (row && isSecretOf(token.secret, row.secretHash)) await this.endWhere(manager, { id: row.id });
    });
  }

  async endAllOf(userId: string): Promise<void> {
    await transaction(this.database, (manager) => this.endWhere(manager, { userId }));
  }

  private find(manager: EntityManager, id: string): Promise<SessionRow | null> {
    return manager.findOne(sessionTable, { where: { id }, ...forUpdate(manager) });
  }

  private async endWhere(
    manager: EntityManager,
    which: { readonly id: string } | { readonly userId: string },
  ): Promise<void> {
    await manager.update(sessionTable, { ...which, endedAt: IsNull() }, { endedAt: this.now() });
  }

  private isOpen({ createdAt, usedAt, endedAt }: SessionRow): boolean {
    const now = this.now();
    return endedAt === null && now < usedAt + idleMs && now < createdAt + absoluteMs;
  }

  private now(): number {
    return this.clock.now().getTime();
  }
}

const opened = ({ id, userId, createdAt }: SessionRow, secret: string): OpenSession => ({
  id,
  userId,
  refreshToken: formatRefreshToken({ sessionId: id, secret }),
  endsAt: new Date(createdAt + absoluteMs),
});
