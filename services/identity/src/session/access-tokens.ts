import type { Role } from '@tutti/contracts/identity';
import type { Clock } from '@tutti/kernel';
import { signAccessToken, type TokenRealm } from '@tutti/service-kit';
import type { SigningKey } from '../signing/signing-key';

/** Nobody asks identity whether an access token still holds: whoever is signed out or disabled is out after this. */
export const accessTokenMs = 10 * 60_000;

export interface AccessToken {
  readonly token: string;
  readonly expiresAt: Date;
}

export interface TokenSubject {
  readonly userId: string;
  readonly role: Role;
  readonly mustChangePassword: boolean;
}

/** Makes access tokens. They hold ids and the role, no name. */
export class AccessTokens {
  constructor(
    private readonly key: SigningKey,
    private readonly realm: TokenRealm,
    private readonly clock: Clock,
  ) {}

  /** No token outlives its session. */
  async issue(subject: TokenSubject, sessionEndsAt: Date): Promise<AccessToken> {
    const issuedAt = this.clock.now();
    const expiresAt = new Date(Math.min(issuedAt.getTime() + accessTokenMs, sessionEndsAt.getTime()));
    const content = { ...subject, issuedAt, expiresAt };
    return { token: await signAccessToken(content, this.realm, this.key), expiresAt };
  }
}
