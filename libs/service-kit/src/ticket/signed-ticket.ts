import { DomainError, type Clock, type ErrorDefinition } from '@tutti/kernel';
import { errors, jwtVerify, SignJWT, type JWTPayload } from 'jose';
import type { z } from 'zod';
import type { TokenRealm } from '../auth/access-token';

/** Tickets alone are signed with a key that services share; each kind has a type and a key of its own. */
const algorithm = 'HS256';

const secretOf = (key: string): Uint8Array => new TextEncoder().encode(key);

export interface TicketText {
  /** `typ` of the token: no ticket passes for one of another kind. */
  readonly type: string;
  readonly subject: string;
  readonly claims: JWTPayload;
  readonly issuedAt: Date;
  readonly expiresAt: Date;
}

/** A ticket as `TicketReader` accepts it. */
export const signTicket = (
  { type, subject, claims, issuedAt, expiresAt }: TicketText,
  realm: TokenRealm,
  key: string,
): Promise<string> =>
  new SignJWT(claims)
    .setProtectedHeader({ alg: algorithm, typ: type })
    .setIssuer(realm.issuer)
    .setAudience(realm.audience)
    .setSubject(subject)
    .setIssuedAt(issuedAt)
    .setExpirationTime(expiresAt)
    .sign(secretOf(key));

export interface TicketKind<Claims> {
  readonly type: string;
  readonly claims: z.ZodType<Claims>;
  readonly error: ErrorDefinition;
  /** What its bearer is told when its time is over. */
  readonly expired: string;
  /** What is said of anything that is no such ticket. */
  readonly foreign: string;
}

/** Reads tickets of one kind: of this installation, by this key, unexpired. */
export class TicketReader<Claims> {
  readonly #secret: Uint8Array;

  constructor(
    private readonly kind: TicketKind<Claims>,
    key: string,
    private readonly reader: { readonly realm: TokenRealm; readonly clock: Clock },
  ) {
    this.#secret = secretOf(key);
  }

  /** What it says. Rejects with the kind's error. */
  async read(ticket: string): Promise<Claims> {
    const { type, claims, error, expired, foreign } = this.kind;
    const { realm, clock } = this.reader;
    try {
      const { payload } = await jwtVerify(ticket, this.#secret, {
        ...realm,
        algorithms: [algorithm],
        typ: type,
        requiredClaims: ['exp', 'sub'],
        clockTolerance: 5,
        currentDate: clock.now(),
      });
      return claims.parse(payload);
    } catch (cause) {
      const detail = cause instanceof errors.JWTExpired ? expired : foreign;
      throw new DomainError(error, { detail, cause });
    }
  }
}
