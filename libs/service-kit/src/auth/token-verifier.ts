import type { KeyObject } from 'node:crypto';
import { commonErrors } from '@tutti/contracts/common';
import { permissionsOf } from '@tutti/contracts/identity';
import { type Clock, DomainError } from '@tutti/kernel';
import { errors, jwtVerify } from 'jose';
import { accessTokenClaims, accessTokenType, type TokenRealm } from './access-token';
import type { KeySource } from './key-source';
import type { UserPrincipal } from './principal';

/** Unknown key ids cost nobody more than one fetch in this time. */
const refreshPauseMs = 5_000;

/** Checks access tokens: EdDSA only, keys by id from the source, `iss`, `aud`, `exp`, `nbf` and `typ` demanded. */
export class TokenVerifier {
  #refreshedAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly keys: KeySource,
    private readonly realm: TokenRealm,
    private readonly clock: Clock,
  ) {}

  /** Rejects with `request.unauthenticated` and says no more than that. */
  async verify(token: string): Promise<UserPrincipal> {
    try {
      const { payload } = await jwtVerify(token, ({ kid }) => this.#key(kid), {
        ...this.realm,
        algorithms: ['EdDSA'],
        typ: accessTokenType,
        requiredClaims: ['exp', 'nbf', 'sub'],
        clockTolerance: 5,
        currentDate: this.clock.now(),
      });
      const claims = accessTokenClaims.parse(payload);
      return {
        kind: 'user',
        id: claims.sub,
        role: claims.role,
        permissions: permissionsOf[claims.role],
        mustChangePassword: claims.must_change_password,
        expiresAt: new Date(claims.exp * 1000),
      };
    } catch (cause) {
      throw new DomainError(commonErrors['request.unauthenticated'], {
        detail:
          cause instanceof errors.JWTExpired
            ? 'The access token has expired. Refresh the session or sign in again.'
            : 'The access token is not valid. Sign in again.',
        cause,
      });
    }
  }

  async #key(kid: string | undefined): Promise<KeyObject> {
    if (kid === undefined) throw new Error('The token names no key.');
    const known = await this.keys.key(kid);
    if (known) return known;
    const now = this.clock.now().getTime();
    if (now - this.#refreshedAt >= refreshPauseMs) {
      this.#refreshedAt = now;
      await this.keys.refresh();
    }
    const fetched = await this.keys.key(kid);
    if (!fetched) throw new Error('The token names an unknown key.');
    return fetched;
  }
}
