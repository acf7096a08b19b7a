import { identityErrors, type User } from '@tutti/contracts/identity';
import type { Aggregates } from '@tutti/event-store';
import { DomainError, type Clock, type CommitMetadata } from '@tutti/kernel';
import { foldName, type RateLimiter } from '@tutti/service-kit';
import type { Passwords } from '../password/passwords';
import type { Accounts } from '../user/accounts';
import type { UserListView } from '../user/user-list.view';
import { userDecider } from '../user/user.decider';
import type { UserState } from '../user/user.state';
import type { AccessToken, AccessTokens } from './access-tokens';
import { parseRefreshToken } from './refresh-token';
import type { OpenSession, Sessions } from './sessions';
import type { SignInLimiter } from './sign-in-limiter';
import type { SignInReport } from './sign-in-report';

export interface Credentials {
  readonly name: string;
  readonly password: string;
  readonly address: string;
}

/** What a sign-in or a refresh leads to. */
export interface SignedIn {
  readonly session: OpenSession;
  readonly access: AccessToken;
  readonly user: User;
}

export interface SignInParts {
  readonly aggregates: Aggregates;
  readonly accounts: Accounts;
  readonly passwords: Passwords;
  readonly sessions: Sessions;
  readonly tokens: AccessTokens;
  readonly users: UserListView;
  readonly limiter: SignInLimiter;
  /** Against many names from one address. */
  readonly addresses: RateLimiter;
  readonly report: SignInReport;
  readonly clock: Clock;
}

interface Found {
  readonly userId: string;
  readonly state: Exclude<UserState, { readonly status: 'none' }>;
  readonly position: number;
}

const ended = (): DomainError =>
  new DomainError(identityErrors['identity.session-ended'], {
    detail: 'The session has ended. Sign in again.',
  });

/** Opens, continues and ends sessions. */
export class SignIn {
  constructor(private readonly parts: SignInParts) {}

  /** Name or password wrong, nobody of that name, or disabled: the answer and the time are the same. */
  async withPassword(credentials: Credentials, metadata: CommitMetadata): Promise<SignedIn> {
    const { addresses, limiter, report, sessions } = this.parts;
    const { name, address } = credentials;
    addresses.take(address);
    const found = await limiter.attempt(`${foldName(name)}|${address}`, () => this.recognise(credentials));
    if (!found) {
      report.failed(address);
      throw new DomainError(identityErrors['identity.wrong-credentials'], {
        detail: 'Name or password is wrong.',
      });
    }
    const position = await this.record(found, metadata);
    report.succeeded();
    return this.signedIn(await sessions.open(found.userId), { ...found, position });
  }

  /** After a new password, which ended all sessions. */
  async anew(userId: string): Promise<SignedIn> {
    const found = await this.active(userId);
    if (!found) throw ended();
    return this.signedIn(await this.parts.sessions.open(userId), found);
  }

  async refresh(cookie: string | undefined): Promise<SignedIn> {
    const token = parseRefreshToken(cookie);
    if (!token) throw ended();
    const renewal = await this.parts.sessions.renew(token);
    if (renewal.outcome !== 'renewed') {
      this.parts.report.notRenewed(renewal.outcome, token.sessionId);
      throw ended();
    }
    const { session } = renewal;
    const found = await this.active(session.userId);
    if (found) return this.signedIn(session, found);
    await this.parts.sessions.endAllOf(session.userId);
    throw ended();
  }

  async signOut(cookie: string | undefined): Promise<void> {
    const token = parseRefreshToken(cookie);
    if (token) await this.parts.sessions.end(token);
  }

  private async recognise({ name, password }: Credentials): Promise<Found | undefined> {
    const userId = await this.parts.accounts.idOf(name);
    const right = await this.parts.passwords.check(userId, password);
    return userId !== undefined && right ? this.active(userId) : undefined;
  }

  private async active(userId: string): Promise<Found | undefined> {
    const { state, position } = await this.parts.accounts.load(userId);
    return state.status === 'active' ? { userId, state, position } : undefined;
  }

  /** Once a day and user: the day is the command's id, and a known id appends nothing. */
  private async record({ userId, position }: Found, metadata: CommitMetadata): Promise<number> {
    const day = this.parts.clock.now().toISOString().slice(0, 10);
    const recorded = await this.parts.aggregates.handle(
      userDecider,
      userId,
      { type: 'RecordSignIn', method: 'password' },
      { commandId: `signed-in-${day}`, metadata: { ...metadata, authId: `user:${userId}` } },
    );
    return Math.max(position, recorded.position);
  }

  private async signedIn(session: OpenSession, { userId, state, position }: Found): Promise<SignedIn> {
    const { role, mustChangePassword } = state;
    const user = await this.parts.users.find(userId, position);
    if (!user) throw ended();
    const access = await this.parts.tokens.issue({ userId, role, mustChangePassword }, session.endsAt);
    return { session, access, user };
  }
}
