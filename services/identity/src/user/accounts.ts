import { commonErrors } from '@tutti/contracts/common';
import { identityErrors, permissionsOf, type Role } from '@tutti/contracts/identity';
import { part, type Aggregates, type Folded, type Handled } from '@tutti/event-store';
import { DomainError } from '@tutti/kernel';
import {
  aggregateIdFrom,
  keyedCommandId,
  nameDecider,
  nameId,
  type CommandOptions,
  type Vault,
} from '@tutti/service-kit';
import { v7 as uuid } from 'uuid';
import { checkNewPassword } from '../password/password-rules';
import type { Passwords } from '../password/passwords';
import type { Sessions } from '../session/sessions';
import type { SignInLimiter } from '../session/sign-in-limiter';
import type { Persons } from './persons';
import { userDecider, type ChangeUser } from './user.decider';
import type { UserState } from './user.state';

const names = nameDecider('identity');

export interface NewUser {
  readonly name: string;
  readonly role: Role;
  readonly password: string;
  readonly mustChangePassword: boolean;
}

export interface CreatedUser {
  readonly id: string;
  readonly position: number;
}

export interface NewPassword {
  readonly current: string;
  readonly next: string;
  /** Where the request comes from: guessing is made slow for each address. */
  readonly address: string;
}

export interface AccountsParts {
  readonly aggregates: Aggregates;
  readonly vault: Vault;
  readonly persons: Persons;
  readonly passwords: Passwords;
  readonly sessions: Sessions;
  readonly limiter: SignInLimiter;
}

/** The log said no, for good: nothing was written, and trying again would not help. */
const isRefusal = (error: unknown): boolean => error instanceof DomainError && error.kind !== 'unavailable';

/** Changes users, and keeps what the log may not hold, names and passwords, in step with it. */
export class Accounts {
  constructor(private readonly parts: AccountsParts) {}

  /** The user who bears a name, as the leader knows it. */
  async idOf(name: string): Promise<string | undefined> {
    const claim = nameId(this.parts.vault, 'identity', name);
    const { state } = await this.parts.aggregates.load(names, claim, { confirmed: true });
    return state.owner ?? undefined;
  }

  load(id: string): Promise<Folded<UserState>> {
    return this.parts.aggregates.load(userDecider, id, { confirmed: true });
  }

  /** Whoever asks must have the right at this moment, whatever the access token says. */
  async assertMayManage(userId: string): Promise<void> {
    const { state } = await this.load(userId);
    if (state.status === 'active' && permissionsOf[state.role].includes('users:manage')) return;
    throw new DomainError(commonErrors['request.forbidden'], { detail: 'You do not manage users any more.' });
  }

  async create(user: NewUser, { commandId, metadata }: CommandOptions): Promise<CreatedUser> {
    checkNewPassword(user.password, { name: user.name });
    return this.register(user, {
      ...keyedCommandId(this.parts.vault, 'identity', commandId, user),
      metadata,
    });
  }

  /**
   * Creates a user whatever the password. Name and password are stored before the log says that there is a user, and
   * removed when it refuses.
   */
  async register(
    { name, role, password, mustChangePassword }: NewUser,
    options: CommandOptions,
  ): Promise<CreatedUser> {
    const { aggregates, vault, passwords, persons } = this.parts;
    const { commandId } = options;
    const id = commandId === undefined ? uuid() : aggregateIdFrom(commandId);
    const stored = await passwords.create(id, password);
    const named = await persons.create(id, { name });
    const create = { type: 'CreateUser', role, mustChangePassword } as const;
    const claim = { type: 'ClaimName', owner: id } as const;
    try {
      const [handled] = await aggregates.handleTogether(
        [part(userDecider, id, create), part(names, nameId(vault, 'identity', name), claim)],
        options,
      );
      return { id, position: handled?.position ?? 0 };
    } catch (error) {
      // Only what this call put there: a repetition must not take away from the first one.
      if (isRefusal(error) && stored) await passwords.delete(id);
      if (isRefusal(error) && named) await persons.delete(id);
      throw error;
    }
  }

  /** Whoever is disabled loses all sessions. `by` is the user who asks. */
  async change(
    id: string,
    changes: Pick<ChangeUser, 'role' | 'disabled'>,
    by: string,
    options: CommandOptions,
  ): Promise<Handled<UserState>> {
    const command = { type: 'ChangeUser', ...changes, ownAccount: id === by } as const;
    const handled = await this.parts.aggregates.handle(userDecider, id, command, options);
    if (handled.state.status === 'disabled') await this.parts.sessions.endAllOf(id);
    return handled;
  }

  /** Ends all sessions of the user. */
  async changePassword(
    id: string,
    { current, next, address }: NewPassword,
    { metadata }: CommandOptions,
  ): Promise<Handled<UserState>> {
    const { aggregates, passwords, persons, sessions, limiter } = this.parts;
    const right = await limiter.attempt(`${id}|${address}`, () => passwords.check(id, current));
    if (!right) throw wrongPassword();
    checkNewPassword(next, { name: await persons.nameOf(id), current });
    if (!(await passwords.replace(id, right, next))) throw wrongPassword();
    try {
      const command = { type: 'ChangePassword', mustChangePassword: false } as const;
      const handled = await aggregates.handle(userDecider, id, command, { metadata });
      await sessions.endAllOf(id);
      return handled;
    } catch (error) {
      if (isRefusal(error)) await passwords.restore(id, right);
      throw error;
    }
  }
}

/** Not 401: the session is good, and a client that renews it and tries again would count as guessing twice. */
const wrongPassword = (): DomainError =>
  new DomainError(identityErrors['identity.wrong-password'], { detail: 'The current password is wrong.' });
